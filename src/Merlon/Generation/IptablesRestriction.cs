using System.Text;
using Merlon.Model;

namespace Merlon.Generation;

/// <summary>The restriction as commands for every node.</summary>
static class IptablesRestriction
{
    public static GeneratedText? Write(Restriction restriction, out string? error)
    {
        if (!restriction.Allowed.IsEmpty)
        {
            error = "iptables knows no labels: it cannot tell allowed pods from others. Use another form, or leave --allow out";
            return null;
        }
        error = null;
        var script = new StringBuilder("#!/bin/sh\n")
            .Append("# Closes TCP ").Append(restriction.Ports).Append(" of this node to everyone but the nodes; DNS, the API and\n")
            .Append("# every other port stay as they are. Run it once on every node, and again after a reboot.\n")
            .Append("set -e\n");
        foreach (var family in new[] { IpFamily.IPv4, IpFamily.IPv6 }) Write(script, restriction, family);
        string[] caveats =
        [
            "Pods are stopped where they leave their node (FORWARD), before their address becomes the node's.",
            restriction.NodesOf(IpFamily.IPv6).Any()
                ? ""
                : "No IPv6 block of nodes is given: over IPv6 only a node itself reaches its ports.",
            "The rules are inserted in front: what a network plugin accepts for its pods comes after them, until it is "
                + "restarted and inserts its own.",
        ];
        return new GeneratedText(script.ToString(), [.. caveats.Where(caveat => caveat.Length > 0)]);
    }

    static void Write(StringBuilder script, Restriction restriction, IpFamily family)
    {
        var program = family == IpFamily.IPv4 ? "iptables" : "ip6tables";
        var ports = restriction.Ports.ToString().Replace('-', ':');
        var chain = restriction.Name;
        script.Append('\n');
        Line($"-N {chain}");
        Line($"-A {chain} -m conntrack --ctstate ESTABLISHED,RELATED -j RETURN");
        Line($"-A {chain} -i lo -j RETURN");
        foreach (var block in restriction.NodesOf(family)) Line($"-A {chain} -s {block} -j RETURN");
        Line($"-A {chain} -j DROP");
        Line($"-I INPUT 1 -p tcp -m multiport --dports {ports} -j {chain}");
        foreach (var block in restriction.NodesOf(family))
        {
            Line($"-I FORWARD 1 -p tcp -d {block} -m multiport --dports {ports} -j {chain}");
        }

        void Line(string arguments) => script.Append(program).Append(' ').Append(arguments).Append('\n');
    }
}
