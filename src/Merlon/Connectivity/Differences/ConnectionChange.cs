using Merlon.Connectivity.Groups;
using Merlon.Evaluation;
using Merlon.Model;

namespace Merlon.Connectivity.Differences;

/// <summary>One flow that shows a change, as both versions judge it.</summary>
/// <param name="Flow">The flow, with the endpoints of the newer version.</param>
/// <param name="Before">What the older version says.</param>
/// <param name="After">What the newer version says.</param>
public sealed record Witness(Flow Flow, FlowResult Before, FlowResult After);

/// <summary>What each of some ends may open towards each of others in one version, and not in the other.</summary>
/// <param name="From">The senders, which are in both versions.</param>
/// <param name="To">The receivers, likewise.</param>
/// <param name="Opening">What is more open in one version than in the other; as unknown, what only may be.</param>
/// <param name="Family">The IP version that this holds for; null where it holds for all that they share.</param>
/// <param name="Witness">One flow of it.</param>
public sealed record ConnectionChange(EndGroup From, EndGroup To, Opening Opening, IpFamily? Family, Witness Witness);
