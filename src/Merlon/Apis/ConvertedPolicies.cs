using System.Collections.Immutable;
using Merlon.Policies;

namespace Merlon.Apis;

/// <summary>Policies written as those of another API.</summary>
/// <param name="Yaml">The new manifests; empty where there is nothing to convert.</param>
/// <param name="Replaced">The policies that they take the place of.</param>
/// <param name="Notes">What a person should know: what was split, moved, left out or left alone.</param>
public sealed record ConvertedPolicies(string Yaml, ImmutableArray<PolicyId> Replaced, ImmutableArray<string> Notes);
