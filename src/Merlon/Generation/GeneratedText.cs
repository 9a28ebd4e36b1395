using System.Collections.Immutable;

namespace Merlon.Generation;

/// <summary>What was written, and what it does not do.</summary>
/// <param name="Text">The policies, or the script.</param>
/// <param name="Caveats">What a person should know before applying it, a sentence each.</param>
public sealed record GeneratedText(string Text, ImmutableArray<string> Caveats);
