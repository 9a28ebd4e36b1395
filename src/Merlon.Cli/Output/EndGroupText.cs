using Merlon.Connectivity.Groups;

namespace Merlon.Cli.Output;

/// <summary>Says who is in a group, by namespace: <c>prod: cart, checkout</c>, <c>prod: all 11 workloads</c>.</summary>
sealed class EndGroupText
{
    const int MostNames = 4;
    const int MostNamespaces = 4;
    const int MostRanges = 3;

    readonly EndGroup _everyone;
    readonly Dictionary<string, int> _sizes;
    readonly int _all;

    /// <param name="everyone">All ends there are.</param>
    public EndGroupText(EndGroup everyone)
    {
        _everyone = everyone;
        _sizes = everyone.Inside.GroupBy(NamespaceOf).ToDictionary(group => group.Key, group => group.Count());
        _all = everyone.Inside.Count(name => name.Namespace is not null);
    }

    public string Of(EndGroup group)
    {
        var insides = group.Inside.Count(name => name.Namespace is not null);
        if (group.IsAllOutside && insides == _all && _all > 0) return "anywhere";
        var parts = new List<string>();
        if (insides == _all && _all > MostNames && _sizes.Count > 1) parts.Add($"all {_all} workloads");
        else AddNamespaces(parts, group);
        AddNodes(parts, group);
        AddOutside(parts, group);
        return string.Join(" · ", parts);
    }

    void AddNamespaces(List<string> parts, EndGroup group)
    {
        var byNamespace = group.Inside.Where(name => name.Namespace is not null).GroupBy(NamespaceOf).ToList();
        if (byNamespace.Count > MostNamespaces)
        {
            parts.Add($"{byNamespace.Sum(names => names.Count())} of {_all} workloads in {byNamespace.Count} namespaces");
            return;
        }
        parts.AddRange(byNamespace.Select(names => InNamespace(names.Key, [.. names])));
    }

    string InNamespace(string @namespace, List<EndName> names)
    {
        if (names is [var only]) return $"{@namespace}/{only.Short}";
        if (names.Count <= MostNames) return $"{@namespace}: {string.Join(", ", names.Select(name => name.Short).Distinct())}";
        return names.Count == _sizes[@namespace]
            ? $"{@namespace}: all {names.Count} workloads"
            : $"{@namespace}: {names.Count} of {_sizes[@namespace]} workloads";
    }

    void AddNodes(List<string> parts, EndGroup group)
    {
        var nodes = group.Inside.Where(name => name.Namespace is null).ToList();
        if (nodes.Count == 0) return;
        parts.Add(nodes.Count <= 2
            ? string.Join(", ", nodes)
            : nodes.Count == _everyone.Inside.Length - _all ? $"all {nodes.Count} nodes" : $"{nodes.Count} nodes");
    }

    static void AddOutside(List<string> parts, EndGroup group)
    {
        if (group.IsAllOutside) parts.Add("outside");
        else
        {
            parts.AddRange(group.Outside.Take(MostRanges));
            if (group.Outside.Length > MostRanges) parts.Add($"{group.Outside.Length - MostRanges} more ranges");
        }
    }

    static string NamespaceOf(EndName name) => name.Namespace ?? "";
}
