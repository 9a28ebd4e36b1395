using Merlon.Model;

namespace Merlon.Policies;

/// <summary>Says in one line what a rule speaks of.</summary>
public static class RuleText
{
    const int MaxPeers = 3;
    const int MaxPorts = 8;

    /// <summary>For example <c>to 0.0.0.0/0 except 70.0.0.0/16, TCP 8099, 9001-9022</c>; long lists are cut.</summary>
    public static string Describe(Rule rule, Direction direction)
    {
        var word = direction == Direction.Ingress ? "from" : "to";
        return $"{word} {DescribePeers(rule)}, {DescribePorts(rule)}";
    }

    public static string DescribePeers(Rule rule)
    {
        if (rule.Peers.IsEmpty) return "anyone";
        var shown = string.Join(" or ", rule.Peers.Take(MaxPeers));
        return rule.Peers.Length <= MaxPeers ? shown : $"{shown} or {rule.Peers.Length - MaxPeers} more";
    }

    /// <summary>The ports by protocol, neighbours joined to ranges: <c>TCP 80, 443, UDP 53</c>.</summary>
    public static string DescribePorts(Rule rule)
    {
        if (rule.Ports.IsEmpty) return "any port";
        var named = NamesOfAnyProtocol(rule);
        var parts = named.Select(name => $"port {name}").ToList();
        foreach (var group in rule.Ports.Where(port => port is not PortMatch.Named { Name: var name } || !named.Contains(name))
            .GroupBy(port => port.Protocol).OrderBy(group => group.Key))
        {
            var ranges = PortRanges.Union(group.OfType<PortMatch.Numbered>().Select(port => port.Ports));
            if (ranges is [var all] && all == PortRange.All)
            {
                parts.Add($"any {group.Key} port");
                continue;
            }
            var texts = ranges.Select(range => range.ToString())
                .Concat(group.OfType<PortMatch.Named>().Select(port => port.Name).Distinct(StringComparer.Ordinal))
                .ToList();
            var shown = string.Join(", ", texts.Take(MaxPorts));
            parts.Add($"{group.Key} {shown}{(texts.Count > MaxPorts ? $" and {texts.Count - MaxPorts} more" : "")}");
        }
        return string.Join(", ", parts);
    }

    // Some APIs name a port without a protocol.
    static List<string> NamesOfAnyProtocol(Rule rule) =>
    [
        .. rule.Ports.OfType<PortMatch.Named>()
            .GroupBy(port => port.Name, StringComparer.Ordinal)
            .Where(group => group.Select(port => port.Protocol).Distinct().Count() == 3)
            .Select(group => group.Key),
    ];
}
