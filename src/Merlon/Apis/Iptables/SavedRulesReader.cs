using System.Text.RegularExpressions;
using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Apis.Iptables;

/// <summary>Reads what <c>iptables-save</c> prints: tables, chains with their policies, and rules.</summary>
sealed partial class SavedRulesReader(string file, List<Diagnostic> diagnostics, Func<IpFamily, RulesetBuilder> builders)
{
    readonly CommandReader _commands = new(file, diagnostics);

    /// <summary>Whether the text is of this kind: its first line that says something starts a table.</summary>
    public static bool Looks(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var trimmed = line.Trim();
            if (!trimmed.IsEmpty && trimmed[0] != '#') return trimmed[0] == '*';
        }
        return false;
    }

    /// <param name="text">The text.</param>
    /// <param name="firstLine">The number of its first line.</param>
    /// <param name="family">The IP version; null where the text tells it, by its heading or its addresses.</param>
    /// <param name="keeps">Whether the rules that are there stay, as with <c>--noflush</c>.</param>
    public void Read(string text, int firstLine, IpFamily? family = null, bool keeps = false)
    {
        string? table = null;
        var line = firstLine - 1;
        var lines = text.Split('\n');
        var current = family ?? FamilyOf(lines);
        foreach (var raw in lines)
        {
            line++;
            var content = raw.Trim();
            if (content.Length == 0) continue;
            switch (content[0])
            {
                case '#':
                    if (family is null && Heading().Match(content) is { Success: true } heading)
                    {
                        current = heading.Groups["six"].Length > 0 ? IpFamily.IPv6 : IpFamily.IPv4;
                    }
                    break;
                case '*':
                    table = Table(content[1..].Trim(), line, current, keeps);
                    break;
                case ':' when table is not null:
                    ReadChain(content, line, table, current);
                    break;
                default:
                    if (content == "COMMIT") table = null;
                    else if (table is null) Fail("a rule stands before the first `*table` or behind a COMMIT", line);
                    else ReadRule(raw, line, table, current);
                    break;
            }
        }
        if (table is not null) Fail("the table does not end with COMMIT: iptables-restore loads nothing of it", line);
    }

    string? Table(string table, int line, IpFamily family, bool keeps)
    {
        if (!IptablesNames.IsTable(table))
        {
            Fail($"there is no table `{table}`", line);
            return null;
        }
        if (!keeps) builders(family).Clear(table);
        return table;
    }

    void ReadChain(string content, int line, string table, IpFamily family)
    {
        var match = ChainLine().Match(content);
        if (!match.Success)
        {
            Fail("a chain is written as `:NAME POLICY [packets:bytes]`", line);
            return;
        }
        var chain = builders(family).Chain(table, match.Groups["name"].Value);
        var policy = match.Groups["policy"].Value;
        if (policy == "-") return;
        if (policy is not ("ACCEPT" or "DROP")) Fail($"`{policy}` is no policy: ACCEPT, DROP or -", line);
        chain.DropsTheRest = policy == "DROP";
        chain.PolicyOrigin = new SourceLocation(file, line, 1);
    }

    void ReadRule(string raw, int line, string table, IpFamily family)
    {
        var words = Words(raw, line);
        var start = words.Count > 0 && Counters().IsMatch(words[0].Text) ? 1 : 0;
        if (start == words.Count || !words[start].Text.StartsWith('-'))
        {
            Fail("neither a table, a chain, a rule nor COMMIT", line);
            return;
        }
        words = words[start..];
        if (_commands.Read(words, 0, family, table) is not { } command) return;
        if (command is { Operation: Operation.Append, Chain: { } chain } && !builders(family).Has(table, chain.Text))
        {
            Fail($"table {table} has no chain `{chain}`", line, chain.Column);
            return;
        }
        builders(family).Apply(command);
    }

    // Quotes are all that iptables-restore knows of a shell: a `$` or `;` is itself.
    static List<ShellWord> Words(string raw, int line) =>
    [
        .. WordPattern().Matches(raw).Select(match => new ShellWord(
            match.Groups["quoted"].Success
                ? match.Groups["quoted"].Value.Replace("\\\"", "\"", StringComparison.Ordinal)
                : match.Value.Trim('\''),
            line,
            match.Index + 1,
            true)),
    ];

    static IpFamily FamilyOf(IEnumerable<string> lines) =>
        lines.Any(line => AddressV6().IsMatch(line) && !line.TrimStart().StartsWith('#')) ? IpFamily.IPv6 : IpFamily.IPv4;

    void Fail(string message, int line, int column = 1) => diagnostics.Add(
        new Diagnostic(DiagnosticCodes.IptablesSyntax, message, new SourceLocation(file, line, column)));

    [GeneratedRegex(@"^#.*\bip(?<six>6)?tables(-nft|-legacy)?-save\b")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^:(?<name>\S+)\s+(?<policy>\S+)(\s+\[\d+:\d+\])?$")]
    private static partial Regex ChainLine();

    [GeneratedRegex(@"^\[\d+:\d+\]$")]
    private static partial Regex Counters();

    [GeneratedRegex("""
        "(?<quoted>(\\.|[^"\\])*)"|'[^']*'|\S+
        """)]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"\s(-s|-d|--source|--destination)\s+[0-9A-Fa-f]*:[0-9A-Fa-f:]*")]
    private static partial Regex AddressV6();
}
