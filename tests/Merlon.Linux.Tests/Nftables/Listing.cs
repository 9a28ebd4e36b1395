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
        var ofTables = debug[..debug.IndexOf("table inet ", StringComparison.Ordinal)];
        return string.Join("\ninet ", RuleHandles().Replace(ofTables, "").Split("\ninet ").Select(WithSortedElements));
    }

    // Elements of hash sets are listed in no order.
    static string WithSortedElements(string part)
    {
        var lines = part.Split('\n').Where(line => !EndAtZero().IsMatch(line)).ToList();
        return string.Join('\n', lines.Where(line => !line.StartsWith('\t')).Concat(lines.Where(line => line.StartsWith('\t')).Order(StringComparer.Ordinal)));
    }

    static string KeyOf(JsonNode? item)
    {
        var (kind, body) = item!.AsObject().Single();
        return kind == "rule" ? $"rule {body!["chain"]}" : $"{kind} {body!.ToJsonString()}";
    }

    [GeneratedRegex(@"(?<=^inet \S+ \S+ )\d+( \d+)?(?=\s*$)", RegexOptions.Multiline)]
    private static partial Regex RuleHandles();

    [GeneratedRegex(@"^\telement [0 ]+ : 1 \[end\]")]
    private static partial Regex EndAtZero();
}
