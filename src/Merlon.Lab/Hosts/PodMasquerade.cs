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

    static void Write(StringBuilder text, LabPlan plan, LabPlace node, IpFamily family)
    {
        var word = family == IpFamily.IPv4 ? "ip" : "ip6";
        // Once more: what was there goes first.
        text.Append($"table {word} {Table}\ndelete table {word} {Table}\ntable {word} {Table} {{\n");
        text.Append("\tchain postrouting {\n\t\ttype nat hook postrouting priority srcnat; policy accept;\n");
        var rules =
            from pod in plan.Pods
            where pod.Node == node.Node
            from other in plan.Nodes
            where other.Node != node.Node
            let source = pod.Address(family)
            let destination = other.Address(family)
            where source is not null && destination is not null
            select $"\t\t{word} saddr {source} {word} daddr {destination} snat to {node.Address(family)}\n";
        foreach (var rule in rules) text.Append(rule);
        text.Append("\t}\n}\n");
    }
}
