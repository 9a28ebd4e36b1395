namespace Merlon.Tests.BruteForce;

/// <summary>A packet at an interface of a node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Interface"><c>pod</c>, <c>lo</c> or <c>out</c>.</param>
/// <param name="OwnAddress">The address of the node that the packet carries and that the interface therefore has.</param>
/// <param name="IsIngress">Whether it comes in.</param>
/// <param name="Traffic"><c>input</c>, <c>output</c> or <c>forward</c>.</param>
/// <param name="Before">Before the address of a service is translated.</param>
/// <param name="After">After that.</param>
sealed record HostPassage(
    string Node, string Interface, string? OwnAddress, bool IsIngress, string Traffic, ResolvedFlow Before, ResolvedFlow After);
