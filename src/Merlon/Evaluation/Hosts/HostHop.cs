using Merlon.Model;

namespace Merlon.Evaluation.Hosts;

/// <summary>What one host does with a flow: sends it, receives it, or passes it on.</summary>
/// <param name="Node">The host.</param>
/// <param name="Before">The packet as it comes, before its destination is translated.</param>
/// <param name="After">The packet after that; the same where nothing is translated here.</param>
/// <param name="Entry">By what it comes in; null where a process of the host sends it.</param>
/// <param name="Exit">By what it goes out; null where a process of the host receives it.</param>
sealed record HostHop(string Node, Flow Before, Flow After, HostInterface? Entry, HostInterface? Exit)
{
    public bool Translates => Before.Destination != After.Destination || Before.Port != After.Port;

    public bool Forwards => Entry is not null && Exit is not null;
}
