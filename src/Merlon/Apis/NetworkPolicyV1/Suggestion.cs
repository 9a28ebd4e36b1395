using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Apis.NetworkPolicyV1;

/// <summary>
/// New NetworkPolicies that allow a flow which is denied. Policies add up: nothing that exists is touched.
/// </summary>
/// <param name="Yaml">The manifests, ready to apply.</param>
/// <param name="AlsoOpens">
/// Other flows at the same port that they open between known endpoints, at most a few: none where labels tell both
/// ends apart from all others.
/// </param>
/// <param name="Caveat">What the suggestion cannot avoid; null where there is nothing.</param>
public sealed record Suggestion(string Yaml, ImmutableArray<Flow> AlsoOpens, string? Caveat);
