using System.Text;
using Merlon.Lab.Kernel;
using Merlon.Lab.Planning;
using Merlon.Model;

namespace Merlon.Lab.Hosts;

/// <summary>What network plugins do: another node sees a pod with the address of the pod's node.</summary>
static class PodMasquerade
{
    const string Table = "lab_nat";

    /// <summary>Puts it in force on all nodes, in a table of its own.</summary>
    public static void Load(LabPlan plan, string prefix)
    {
        foreach (var node in plan.Nodes)
        {
            var text = new StringBuilder();
            foreach (var family in new[] { IpFamily.IPv4, IpFamily.IPv6 }) Write(text, plan, node, family);
            Tool.Run("ip", ["netns", "exec", prefix + node.Netns, Tools.Find("nft"), "-f", "-"], text.ToString());
        }
    }

    /// <summary>The node's pods and other nodes, by their addresses: between these a pod has the address of its node.</summary>
    public static IEnumerable<(IpAddress Pod, IpAddress Other)> PairsAt(LabPlan plan, LabPlace node, IpFamily family) =>
        from pod in plan.Pods
        where pod.Node == node.Node
        from other in plan.Nodes
        where other.Node != node.Node
        let source = pod.Address(family)
        let destination = other.Address(family)
        where source is not null && destination is not null
        select (source.Value, destination.Value);

    static void Write(StringBuilder text, LabPlan plan, LabPlace node, IpFamily family)
    {
        var word = family == IpFamily.IPv4 ? "ip" : "ip6";
        // Once more: what was there goes first.
        text.Append($"table {word} {Table}\ndelete table {word} {Table}\ntable {word} {Table} {{\n");
        text.Append("\tchain postrouting {\n\t\ttype nat hook postrouting priority srcnat; policy accept;\n");
        foreach (var (pod, other) in PairsAt(plan, node, family))
        {
            text.Append($"\t\t{word} saddr {pod} {word} daddr {other} snat to {node.Address(family)}\n");
        }
        text.Append("\t}\n}\n");
    }
}
