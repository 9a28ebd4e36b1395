using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Merlon.Linux.Tests.Nftables;

/// <summary>Listings of nft, made comparable.</summary>
static partial class Listing
{
    /// <summary>JSON without handles; objects in order of their text, rules in their order behind their chain.</summary>
    public static string Normalised(string json)
    {
        var objects = JsonNode.Parse(json)!["nftables"]!.AsArray();
        foreach (var body in objects.SelectMany(item => item!.AsObject()).Select(property => property.Value!.AsObject())) body.Remove("handle");
        return string.Join('\n', objects.OrderBy(KeyOf, StringComparer.Ordinal).Select(item => item!.ToJsonString()));
    }

    /// <summary>
    /// Expressions and elements, without the end at 0 that nft puts before the first interval, which does nothing. Sets
    /// and chains are in the order in which they were made.
    /// </summary>
    public static string Bytecode(string debug)
    {
        var ofTables = debug[..debug.IndexOf("\ntable inet", StringComparison.Ordinal)];
        var lines = RuleHandles().Replace(ofTables, "").Split('\n').Select(line => EndAtZero().Replace(line, ""));
        return string.Join('\n', lines.Select(line => line.StartsWith('\t') ? SortedElements(line) : line));
    }

    static string KeyOf(JsonNode? item)
    {
        var (kind, body) = item!.AsObject().Single();
        return kind == "rule" ? $"rule {body!["chain"]}" : $"{kind} {body!.ToJsonString()}";
    }

    static string SortedElements(string line) =>
        string.Join('\t', line.Split('\t', StringSplitOptions.RemoveEmptyEntries).Select(element => element.Trim()).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"(?<=^inet \S+ \S+ )\d+( \d+)?(?=\s*$)", RegexOptions.Multiline)]
    private static partial Regex RuleHandles();

    [GeneratedRegex(@"element [0 ]+ : 1 \[end\]")]
    private static partial Regex EndAtZero();
}
