using Merlon.Lab.Kernel;
using Merlon.Lab.Planning;
using Merlon.Model;

namespace Merlon.Lab.Hosts;

/// <summary>Puts the rules of hosts in force in the namespaces of their nodes, with iptables itself.</summary>
static class HostRulesLoader
{
    /// <param name="plan">The nodes, and where their pods are.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="prefix">The prefix of the lab's namespaces.</param>
    /// <exception cref="LabException">iptables is missing or refuses the rules.</exception>
    public static void Load(LabPlan plan, IReadOnlyCollection<HostRules> rules, string prefix)
    {
        if (rules.Count == 0) return;
        Tools.EnsureIptables();
        foreach (var text in rules)
        {
            var node = plan.Nodes.First(place => place.Node == text.Node);
            Restore(prefix + node.Netns, text.Family, text.Text, []);
        }
        foreach (var node in plan.Nodes)
        {
            foreach (var family in new[] { IpFamily.IPv4, IpFamily.IPv6 })
            {
                Restore(prefix + node.Netns, family, Masquerading(plan, node, family), ["--noflush"]);
            }
        }
    }

    static string Masquerading(LabPlan plan, LabPlace node, IpFamily family)
    {
        var rules = PodMasquerade.PairsAt(plan, node, family)
            .Select(pair => $"-A POSTROUTING -s {pair.Pod} -d {pair.Other} -j SNAT --to-source {node.Address(family)}\n");
        return $"*nat\n{string.Concat(rules)}COMMIT\n";
    }

    static void Restore(string netns, IpFamily family, string text, IEnumerable<string> options)
    {
        var program = family == IpFamily.IPv4 ? "iptables-restore" : "ip6tables-restore";
        Tool.Run("ip", ["netns", "exec", netns, Tools.Find(program), .. options], text);
    }
}
