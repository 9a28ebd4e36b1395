using System.Globalization;
using System.Text.RegularExpressions;

namespace Merlon.Tests.Golden;

/// <summary>
/// The compact notation of Calico's objects, turned into manifests: <c>gnp NAME order=1 tier=t sel="…" nsSel="…" types=IE
/// in=[Action PROTO src&lt;…&gt; dst&lt;…&gt;; …]</c>, <c>cnetpol NS/NAME …</c>, <c>staged-gnp NAME …</c>,
/// <c>tier NAME order=1 defaultAction=Pass</c>.
/// </summary>
static partial class CalicoNotation
{
    public static string Object(string text)
    {
        var match = Form().Match(text);
        Assert.True(match.Success, text);
        var (kind, id) = (match.Groups["kind"].Value, match.Groups["name"].Value.Split('/'));
        var name = kind == "cnetpol"
            ? $"\"name\":\"{id[1]}\",\"namespace\":\"{id[0]}\""
            : $"\"name\":\"{id[0]}\"";
        var fields = Words(match.Groups["rest"].Value).Select(Field).OfType<string>();
        return $"{{\"apiVersion\":\"projectcalico.org/v3\",\"kind\":\"{KindOf(kind)}\","
            + $"\"metadata\":{{{name}}},\"spec\":{{{string.Join(',', fields)}}}}}";
    }

    static string KindOf(string kind) => kind switch
    {
        "gnp" => "GlobalNetworkPolicy",
        "cnetpol" => "NetworkPolicy",
        "staged-gnp" => "StagedGlobalNetworkPolicy",
        "tier" => "Tier",
        _ => throw new ArgumentException($"There is no kind {kind}."),
    };

    static string? Field(string word)
    {
        var (key, value) = (word[..word.IndexOf('=')], word[(word.IndexOf('=') + 1)..]);
        return key switch
        {
            "order" => value == "-" ? null : $"\"order\":{value}",
            "tier" or "defaultAction" => $"\"{key}\":\"{value}\"",
            "sel" => $"\"selector\":{value}",
            "nsSel" => $"\"namespaceSelector\":{value}",
            "types" => $"\"types\":[{string.Join(',', value.Select(c => c == 'I' ? "\"Ingress\"" : "\"Egress\""))}]",
            "in" or "eg" => $"\"{(key == "in" ? "ingress" : "egress")}\":[{string.Join(
                ',', GoldenNotation.Split(value[1..^1], ';').Select(Rule))}]",
            _ => throw new ArgumentException($"There is no field {key}."),
        };
    }

    static string Rule(string text)
    {
        var words = Words(text);
        var fields = new List<string> { $"\"action\":\"{words[0]}\"" };
        foreach (var word in words.Skip(1))
        {
            if (word.StartsWith("src<", StringComparison.Ordinal)) fields.Add($"\"source\":{Entity(word[4..^1])}");
            else if (word.StartsWith("dst<", StringComparison.Ordinal)) fields.Add($"\"destination\":{Entity(word[4..^1])}");
            else fields.Add($"\"protocol\":\"{word}\"");
        }
        return $"{{{string.Join(',', fields)}}}";
    }

    static string Entity(string text)
    {
        var fields = Words(text).Select(word =>
        {
            var (key, value) = (word[..word.IndexOf('=')], word[(word.IndexOf('=') + 1)..]);
            var name = key switch
            {
                "sel" => "selector",
                "notSel" => "notSelector",
                "nsSel" => "namespaceSelector",
                _ => key,
            };
            return $"\"{name}\":{(value.StartsWith('[') ? $"[{string.Join(',', value[1..^1].Split(',').Select(Item))}]" : value)}";
        });
        return $"{{{string.Join(',', fields)}}}";
    }

    static string Item(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out _) ? text : $"\"{text}\"";

    // At blanks outside brackets and quotes.
    static List<string> Words(string text) => [.. Word().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"^(?<kind>gnp|cnetpol|staged-gnp|tier) (?<name>\S+)(?<rest>.*)$")]
    private static partial Regex Form();

    [GeneratedRegex("""(?:"[^"]*"|<(?:"[^"]*"|[^>"])*>|\[(?:"[^"]*"|<(?:"[^"]*"|[^>"])*>|\[[^\]]*\]|[^\]"<\[])*\]|[^\s"<\[])+""")]
    private static partial Regex Word();
}
