using System.Collections.Immutable;
using Merlon.Connectivity.Groups;
using Merlon.Policies;

namespace Merlon.Cli.Output;

/// <summary>Writes groups of connections for people: as a table, as Markdown, as graphs for Graphviz and Mermaid.</summary>
sealed class ConnectionGroupsText(IReadOnlyList<ConnectionGroup> groups, EndGroup everyone, int workloads)
{
    static readonly int[] Widest = [31, 31, 16, 16];

    readonly EndGroupText _names = new(everyone);

    public void WriteTable(Page page, bool explain)
    {
        var rows = groups.Select(Cells).ToList();
        if (explain) WriteExplained(page, rows);
        else if (rows.Count > 0) Columns.Write(page, [["from", "to", "ports", "because"], .. rows], Widest);
        page.Wrapped(Summary(), 2);
    }

    public void WriteMarkdown(TextWriter text)
    {
        text.WriteLine("| from | to | ports | because |");
        text.WriteLine("|---|---|---|---|");
        foreach (var group in groups) text.WriteLine($"| {string.Join(" | ", Cells(group).Select(Escaped))} |");
        text.WriteLine();
        text.WriteLine(Summary());

        static string Escaped(string cell) => cell.Replace("|", "\\|", StringComparison.Ordinal);
    }

    public void WriteDot(TextWriter text)
    {
        text.WriteLine("digraph connections {");
        text.WriteLine("  rankdir=LR;");
        text.WriteLine("  node [shape=box, style=rounded];");
        foreach (var (name, id) in Nodes()) text.WriteLine($"  {id} [label={Quoted(name)}];");
        foreach (var (from, to, ports) in Edges()) text.WriteLine($"  {from} -> {to} [label={Quoted(ports)}];");
        text.WriteLine("}");

        static string Quoted(string name) =>
            $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    public void WriteMermaid(TextWriter text)
    {
        text.WriteLine("flowchart LR");
        foreach (var (name, id) in Nodes()) text.WriteLine($"  {id}[{Quoted(name)}]");
        foreach (var (from, to, ports) in Edges()) text.WriteLine($"  {from} -->|{Quoted(ports)}| {to}");

        static string Quoted(string name) => $"\"{name.Replace("\"", "#quot;", StringComparison.Ordinal)}\"";
    }

    /// <summary>Where a rule is written, short enough for a column; the whole of it is for those who ask.</summary>
    static string Because(ImmutableArray<Decision> decisions)
    {
        var places = decisions.Where(decision => decision.Rule is not null)
            .Select(decision => decision.Rule!.Origin)
            .Distinct()
            .Select(origin => origin.Line == 0 ? origin.File : $"{Path.GetFileName(origin.File)}:{origin.Line}")
            .ToList();
        return places.Count switch
        {
            0 => "not isolated",
            1 or 2 => string.Join(' ', places),
            _ => $"{places[0]} and {places.Count - 1} more",
        };
    }

    string[] Cells(ConnectionGroup group) =>
        [_names.Of(group.From), _names.Of(group.To), OpeningText.Of(group.Opening, group.Family), Because(group.Because)];

    void WriteExplained(Page page, List<string[]> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            page.Wrapped($"{rows[i][0]} → {rows[i][1]}   {rows[i][2]}", 2, page.Ink.Strong);
            foreach (var decision in groups[i].Because)
            {
                var side = decision.Direction == Direction.Egress ? "egress" : "ingress";
                if (decision is not { Policy: { } policy, Rule: { } rule }) page.Line($"  {side}   not isolated");
                else
                {
                    page.Pointing(
                        $"  {side}   {policy.Id.QualifiedName} rule {rule.Number}  {RuleText.Describe(rule, decision.Direction)}",
                        rule.Origin.ToShortString(),
                        12);
                }
            }
        }
    }

    string Summary()
    {
        var pairs = groups.Sum(group => (long)SizeOf(group.From) * SizeOf(group.To));
        var open = groups.Where(group => group.From.IsAllOutside)
            .SelectMany(group => group.To.Inside)
            .Where(name => name.Namespace is not null)
            .Distinct()
            .Count();
        return $"{workloads} workloads, {groups.Count} groups of {pairs} connections · "
            + $"{open} {(open == 1 ? "accepts" : "accept")} traffic from outside · pairs that are not listed are closed";
    }

    static int SizeOf(EndGroup group) => group.Inside.Length + group.Outside.Length;

    Dictionary<string, string> Nodes()
    {
        var nodes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            nodes.TryAdd(_names.Of(group.From), $"n{nodes.Count}");
            nodes.TryAdd(_names.Of(group.To), $"n{nodes.Count}");
        }
        return nodes;
    }

    IEnumerable<(string From, string To, string Ports)> Edges()
    {
        var nodes = Nodes();
        return groups.Select(group =>
            (nodes[_names.Of(group.From)], nodes[_names.Of(group.To)], OpeningText.Of(group.Opening, group.Family)));
    }
}
