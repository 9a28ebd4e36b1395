using System.Collections.Immutable;

namespace Merlon.Linting.Repair;

/// <summary>A document that was put together again.</summary>
/// <param name="Yaml">Its text, indented.</param>
/// <param name="Notes">Where another reading is possible, or a line has no place: <c>line 12: …</c>.</param>
public sealed record FlatRepair(string Yaml, ImmutableArray<string> Notes);
