using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Connectivity.Groups;

/// <summary>Each of some ends may open the same towards each of others.</summary>
/// <param name="From">The senders.</param>
/// <param name="To">The receivers.</param>
/// <param name="Opening">What is open, and of what nobody can tell.</param>
/// <param name="Family">The IP version that this holds for; null where it holds for all that they share.</param>
/// <param name="Because">What opens it, ordered: each opens a part of it for some of them.</param>
public sealed record ConnectionGroup(
    EndGroup From, EndGroup To, Opening Opening, IpFamily? Family, ImmutableArray<Decision> Because);
