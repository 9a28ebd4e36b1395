using System.Text.RegularExpressions;

namespace Merlon.Tests.Golden;

/// <summary>
/// The notation of cluster-wide policies in the golden rows: <c>cnp TIER prio=N name=NAME subj=ns{…} in=[Deny (peer|peer
/// @ports)]</c> with peers <c>ns{…}</c>, <c>nodes{…}</c>, <c>net{cidr}</c> and <c>{}</c>.
/// </summary>
static partial class ClusterPolicyNotation
{
    public static bool Fits(string text) => text.StartsWith("cnp ", StringComparison.Ordinal);

    public static string Policy(string text)
    {
        var match = PolicyForm().Match(text);
        Assert.True(match.Success, text);
        var spec = new List<string>
        {
            $"\"tier\":\"{match.Groups["tier"].Value}\"",
            $"\"priority\":{match.Groups["prio"].Value}",
            $"\"subject\":{Peer(match.Groups["subject"].Value)}",
        };
        foreach (var section in GoldenNotation.Split(match.Groups["rest"].Value, ' '))
        {
            var (name, peers) = section.StartsWith("in=", StringComparison.Ordinal)
                ? ("ingress", "from")
                : ("egress", "to");
            var rules = GoldenNotation.Split(section[(section.IndexOf('=') + 1)..][1..^1], ';')
                .Select(rule => Rule(rule, peers));
            spec.Add($"\"{name}\":[{string.Join(',', rules)}]");
        }
        return "{\"apiVersion\":\"policy.networking.k8s.io/v1alpha2\",\"kind\":\"ClusterNetworkPolicy\","
            + $"\"metadata\":{{\"name\":\"{match.Groups["name"].Value}\"}},\"spec\":{{{string.Join(',', spec)}}}}}";
    }

    static string Rule(string text, string peersField)
    {
        var (action, rest) = (text[..text.IndexOf(' ')], text[(text.IndexOf(' ') + 1)..]);
        var parts = rest[1..^1].Split('@');
        var fields = new List<string>
        {
            $"\"action\":\"{action}\"",
            $"\"{peersField}\":[{string.Join(',', GoldenNotation.Split(parts[0].Trim(), '|').Select(Peer))}]",
        };
        if (parts is [_, var ports]) fields.Add($"\"protocols\":[{string.Join(',', ports.Split(',').Select(Port))}]");
        return $"{{{string.Join(',', fields)}}}";
    }

    static string Peer(string text)
    {
        var open = text.IndexOf('{');
        var inside = text[(open + 1)..^1];
        return text[..open] switch
        {
            "" => "{}",
            "ns" => $"{{\"namespaces\":{GoldenNotation.Selector(inside)}}}",
            "nodes" => $"{{\"nodes\":{GoldenNotation.Selector(inside)}}}",
            "net" => $"{{\"networks\":[\"{inside}\"]}}",
            var other => throw new InvalidOperationException($"`{other}` is no peer of the notation."),
        };
    }

    static string Port(string text)
    {
        var (kind, port) = (text.Trim().Split('/')[0], text.Trim().Split('/')[1]);
        return kind == "named"
            ? $"{{\"destinationNamedPort\":\"{port}\"}}"
            : $"{{\"{kind.ToLowerInvariant()}\":{{\"destinationPort\":{{\"number\":{port}}}}}}}";
    }

    [GeneratedRegex(@"^cnp (?<tier>\S+) prio=(?<prio>\d+) name=(?<name>\S+) subj=(?<subject>\S+) (?<rest>.*)$")]
    private static partial Regex PolicyForm();
}
