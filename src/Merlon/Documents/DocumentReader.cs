using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Merlon.Apis.Iptables;
using Merlon.Manifests;

namespace Merlon.Documents;

/// <summary>
/// Finds manifests and firewall commands in Markdown and plain text: fenced, indented, in a shell's here-document, or
/// bare as in a pasted page. A snippet that is no whole object is no block.
/// </summary>
public static partial class DocumentReader
{
    static readonly ImmutableArray<string> Extensions = [".md", ".markdown", ".txt", ".rst", ".adoc"];

    /// <summary>Whether a file of this name is a text for people.</summary>
    public static bool IsDocument(string name) =>
        Extensions.Any(extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    public static TextDocument Read(SourceText source)
    {
        ImmutableArray<string> lines =
            [.. Encoding.UTF8.GetString(source.Content.Span).Split('\n').Select(line => line.TrimEnd('\r'))];
        return new TextDocument(source.Name, lines, [.. Blocks(lines)]);
    }

    /// <summary>The manifests of the document, each on the lines where it stands.</summary>
    public static IEnumerable<SourceText> Manifests(TextDocument document) =>
        from block in document.Blocks
        where block.Kind == BlockKind.Manifest
        select new SourceText(document.Name, Encoding.UTF8.GetBytes(TextOf(document, block)));

    /// <summary>What the firewall commands of the document do, all of them in order; null where it has none.</summary>
    public static IptablesText? Firewall(TextDocument document)
    {
        var blocks = document.Blocks.Where(block => block.Kind == BlockKind.FirewallCommands).ToList();
        if (blocks.Count == 0) return null;
        var lines = document.Lines.Select((line, index) =>
            blocks.Any(block => block.Contains(index + 1)) ? Prompt().Replace(line, "") : "");
        return IptablesReader.Read(new SourceText(document.Name, Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n")));
    }

    static string TextOf(TextDocument document, DocumentBlock block) =>
        new string('\n', block.FirstLine - 1)
            + string.Join('\n', document.Lines[(block.FirstLine - 1)..block.LastLine]) + "\n";

    static IEnumerable<DocumentBlock> Blocks(ImmutableArray<string> lines)
    {
        for (var i = 0; i < lines.Length;)
        {
            if (Fence().Match(lines[i]) is { Success: true } fence)
            {
                var end = EndOfFence(lines, i, fence.Groups["mark"].Value);
                foreach (var block in Within(lines, i + 1, end)) yield return block;
                i = end + 1;
            }
            else if (Bare(lines, i, lines.Length) is { } bare)
            {
                yield return bare;
                i = bare.LastLine;
            }
            else i++;
        }
    }

    static int EndOfFence(ImmutableArray<string> lines, int start, string mark)
    {
        var i = start + 1;
        while (i < lines.Length && !lines[i].TrimStart().StartsWith(mark, StringComparison.Ordinal)) i++;
        return i;
    }

    // A fence may hold one manifest, commands, or commands with manifests as their input.
    static IEnumerable<DocumentBlock> Within(ImmutableArray<string> lines, int start, int end)
    {
        var first = start;
        while (first < end && lines[first].Trim().Length == 0) first++;
        var inside = lines[start..end];
        if (inside.Any(line => HereDocument().IsMatch(line)) || !inside.Any(IsObjectStart))
        {
            for (var i = start; i < end;)
            {
                if (Bare(lines, i, end) is not { } block)
                {
                    i++;
                    continue;
                }
                yield return block;
                i = block.LastLine;
            }
        }
        else if (inside.Any(line => Kind().IsMatch(line)))
        {
            yield return new DocumentBlock(BlockKind.Manifest, first + 1, end);
        }
    }

    static DocumentBlock? Bare(ImmutableArray<string> lines, int start, int limit)
    {
        if (IsObjectStart(lines[start])) return BareManifest(lines, start, limit);
        if (!Firewall().IsMatch(lines[start])) return null;
        var end = start;
        while (end + 1 < limit && (lines[end].EndsWith('\\') || Firewall().IsMatch(lines[end + 1]))) end++;
        return new DocumentBlock(BlockKind.FirewallCommands, start + 1, end + 1);
    }

    static DocumentBlock? BareManifest(ImmutableArray<string> lines, int start, int limit)
    {
        var end = start;
        for (var i = start + 1; i < limit; i++)
        {
            if (lines[i].Trim().Length == 0) continue;
            if (!LooksLikeYaml().IsMatch(lines[i]) || (i > end + 1 && !Continues(lines[i]))) break;
            end = i;
        }
        var hasKind = lines[start..(end + 1)].Any(line => Kind().IsMatch(line));
        return hasKind ? new DocumentBlock(BlockKind.Manifest, start + 1, end + 1) : null;
    }

    // After an empty line prose may begin; what is indented or a new document is none.
    static bool Continues(string line) => line is [' ' or '-', ..] || IsObjectStart(line);

    static bool IsObjectStart(string line) => line.TrimStart().StartsWith("apiVersion:", StringComparison.Ordinal);

    // What a shell shows before a command.
    [GeneratedRegex(@"^\s*[$#>]\s+(?=sudo|ip6?tables)")]
    private static partial Regex Prompt();

    [GeneratedRegex(@"^\s*(?<mark>```+|~~~+)")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s*kind:\s*\S")]
    private static partial Regex Kind();

    [GeneratedRegex(@"<<-?\s*['""]?\w+")]
    private static partial Regex HereDocument();

    [GeneratedRegex(@"^\s*(?:[$#>]\s+)?(?:sudo\s+)?ip6?tables(?:-legacy|-nft)?\s+-")]
    private static partial Regex Firewall();

    [GeneratedRegex(@"^\s*(?:(?:- )*(?:""[^""]+""|[\w./-]+):(?:\s|$)|-(?:\s|$)|#|---$|[}\]])")]
    private static partial Regex LooksLikeYaml();
}
