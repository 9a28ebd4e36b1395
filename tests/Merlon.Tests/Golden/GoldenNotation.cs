using System.Globalization;
using System.Text.RegularExpressions;

namespace Merlon.Tests.Golden;

/// <summary>
/// The compact notation of the golden rows, turned into manifests: <c>np NS sel{…} types=IE in=[(peer|peer @ports)]</c>
/// with peers <c>ns{…}+pod{…}</c> and <c>ip{cidr -except}</c>, and ports <c>TCP/80-81</c>, <c>TCP/*</c>,
/// <c>TCP/"http"</c>. Calico's objects are those of <see cref="CalicoNotation"/>.
/// </summary>
static partial class GoldenNotation
{
    /// <summary>The policies of a row as JSON manifests, one a line.</summary>
    public static string Policies(string text) =>
        string.Join('\n', Split(text, ';').Select((policy, index) =>
            policy.StartsWith("np ", StringComparison.Ordinal) ? Policy(policy, index)
                : ClusterPolicyNotation.Fits(policy) ? ClusterPolicyNotation.Policy(policy)
                : CalicoNotation.Object(policy)));

    static string Policy(string text, int index)
    {
        var match = PolicyForm().Match(text);
        Assert.True(match.Success, text);
        var spec = new List<string> { $"\"podSelector\":{Selector(match.Groups["sel"].Value)}" };
        if (match.Groups["types"].Success)
        {
            var types = match.Groups["types"].Value.Select(letter => letter == 'I' ? "\"Ingress\"" : "\"Egress\"");
            spec.Add($"\"policyTypes\":[{string.Join(',', types)}]");
        }
        foreach (var section in Split(match.Groups["rest"].Value, ' ').Where(part => part.Contains('=')))
        {
            var (name, peers) = section.StartsWith("in=", StringComparison.Ordinal)
                ? ("ingress", "from")
                : ("egress", "to");
            var rules = Split(section[(section.IndexOf('=') + 1)..][1..^1], ';').Select(rule => Rule(rule, peers));
            spec.Add($"\"{name}\":[{string.Join(',', rules)}]");
        }
        var meta = $"{{\"name\":\"{(match.Groups["name"].Success ? match.Groups["name"].Value : $"p{index}")}\",\"namespace\":\"{match.Groups["ns"].Value}\"}}";
        return $"{{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"NetworkPolicy\","
            + $"\"metadata\":{meta},\"spec\":{{{string.Join(',', spec)}}}}}";
    }

    static string Rule(string text, string peersField)
    {
        var parts = text.Trim()[1..^1].Split('@');
        var fields = new List<string>();
        if (parts[0].Trim() is { Length: > 0 } peers)
        {
            fields.Add($"\"{peersField}\":[{string.Join(',', Split(peers, '|').Select(Peer))}]");
        }
        if (parts is [_, var ports]) fields.Add($"\"ports\":[{string.Join(',', ports.Split(',').Select(Port))}]");
        return $"{{{string.Join(',', fields)}}}";
    }

    static string Peer(string text)
    {
        if (text.StartsWith("ip{", StringComparison.Ordinal))
        {
            var words = text[3..^1].Split(' ');
            var except = string.Join(',', words.Skip(1).Select(word => $"\"{word[1..]}\""));
            return $"{{\"ipBlock\":{{\"cidr\":\"{words[0]}\",\"except\":[{except}]}}}}";
        }
        var fields = Split(text, '+').Select(part => part.StartsWith("ns{", StringComparison.Ordinal)
            ? $"\"namespaceSelector\":{Selector(part[3..^1])}"
            : $"\"podSelector\":{Selector(part[4..^1])}");
        return $"{{{string.Join(',', fields)}}}";
    }

    static string Port(string text)
    {
        var (protocol, port) = (text.Trim().Split('/')[0], text.Trim().Split('/')[1]);
        var fields = new List<string> { $"\"protocol\":\"{protocol}\"" };
        if (port.StartsWith('"')) fields.Add($"\"port\":{port}");
        else if (port != "*")
        {
            var ends = port.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToList();
            fields.Add($"\"port\":{ends[0]}");
            if (ends.Count == 2) fields.Add($"\"endPort\":{ends[1]}");
        }
        return $"{{{string.Join(',', fields)}}}";
    }

    public static string Selector(string text)
    {
        var labels = new List<string>();
        var expressions = new List<string>();
        foreach (var term in Split(text, ','))
        {
            if (SetTerm().Match(term) is { Success: true } set)
            {
                var values = string.Join(',', set.Groups["values"].Value.Split(' ').Select(value => $"\"{value}\""));
                var @operator = set.Groups["op"].Value == "in" ? "In" : "NotIn";
                expressions.Add(
                    $"{{\"key\":\"{set.Groups["key"].Value}\",\"operator\":\"{@operator}\",\"values\":[{values}]}}");
            }
            else if (term.StartsWith('!'))
            {
                expressions.Add($"{{\"key\":\"{term[1..]}\",\"operator\":\"DoesNotExist\"}}");
            }
            else if (term.StartsWith("has ", StringComparison.Ordinal))
            {
                expressions.Add($"{{\"key\":\"{term[4..]}\",\"operator\":\"Exists\"}}");
            }
            else
            {
                labels.Add($"\"{term.Split('=', 2)[0]}\":\"{term.Split('=', 2)[1]}\"");
            }
        }
        return $"{{\"matchLabels\":{{{string.Join(',', labels)}}},"
            + $"\"matchExpressions\":[{string.Join(',', expressions)}]}}";
    }

    // At separators outside all brackets; empty parts are left out.
    public static List<string> Split(string text, char separator)
    {
        var parts = new List<string>();
        var (depth, start) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && "([{<".Contains(text[i])) depth++;
            if (i < text.Length && ")]}>".Contains(text[i])) depth--;
            if (i < text.Length && (text[i] != separator || depth > 0)) continue;
            if (text[start..i].Trim() is { Length: > 0 } part) parts.Add(part);
            start = i + 1;
        }
        return parts;
    }

    [GeneratedRegex(@"^np (?<ns>\S+)(?: name=(?<name>\S+))? sel\{(?<sel>[^}]*)\}(?: types=(?<types>[IE]+))?(?<rest>.*)$")]
    private static partial Regex PolicyForm();

    [GeneratedRegex(@"^(?<key>\S+) ?(?<op>in|notin)\[(?<values>.*)\]$")]
    private static partial Regex SetTerm();
}
