using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Apis.Iptables;

/// <summary>Finds the iptables commands of a script, and what else of it may change a firewall.</summary>
sealed class ScriptReader(
    string file, List<Diagnostic> diagnostics, Func<IpFamily, RulesetBuilder> builders, SavedRulesReader saved)
{
    readonly CommandReader _commands = new(file, diagnostics);

    public void Read(string text, int firstLine)
    {
        ShellCommand? before = null;
        foreach (var command in ShellReader.Read(text, firstLine))
        {
            Read(command, before);
            before = command;
        }
    }

    void Read(ShellCommand command, ShellCommand? before)
    {
        var words = command.Words;
        var start = ProgramAt(words);
        if (start >= words.Length) return;
        var program = words[start];
        var name = program.Text[(program.Text.LastIndexOf('/') + 1)..];
        var origin = new SourceLocation(file, program.Line, program.Column);
        if (!program.IsKnown)
        {
            if (LooksLikeRule(words, start + 1)) ReadUnknownProgram(command, start);
            return;
        }
        switch (name)
        {
            case "iptables" or "iptables-legacy" or "iptables-nft":
                Run(command, before, start, IpFamily.IPv4);
                break;
            case "ip6tables" or "ip6tables-legacy" or "ip6tables-nft":
                Run(command, before, start, IpFamily.IPv6);
                break;
            case "iptables-restore" or "iptables-legacy-restore" or "iptables-nft-restore":
                Restore(command, IpFamily.IPv4, origin);
                break;
            case "ip6tables-restore" or "ip6tables-legacy-restore" or "ip6tables-nft-restore":
                Restore(command, IpFamily.IPv6, origin);
                break;
            case "nft" or "ufw" or "firewall-cmd":
                OtherTool(name, command, origin);
                break;
            case "ssh" or "docker" or "kubectl" or "chroot" or "nsenter" or "ip" when words.Any(IsIptables):
                diagnostics.Add(new Diagnostic(
                    DiagnosticCodes.IptablesUnread,
                    $"`{name}` runs iptables somewhere else: the command is not counted here.",
                    origin));
                break;
            default: break;
        }
    }

    // Behind sudo and its options, env, and assignments.
    static int ProgramAt(IReadOnlyList<ShellWord> words)
    {
        var at = 0;
        while (at < words.Count)
        {
            var text = words[at].Text;
            var isPrefix = text is "sudo" or "env" or "doas" or "command" or "nohup" || IsAssignment(text)
                || (at > 0 && text.StartsWith('-') && words[at - 1].Text is "sudo" or "-n" or "-E");
            if (!isPrefix) break;
            at++;
        }
        return at;
    }

    static bool IsAssignment(string text)
    {
        var sign = text.IndexOf('=');
        return sign > 0 && text.Take(sign).All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
    }

    static bool IsIptables(ShellWord word) =>
        word.Text[(word.Text.LastIndexOf('/') + 1)..].Split('-')[0] is "iptables" or "ip6tables";

    static bool LooksLikeRule(IReadOnlyList<ShellWord> words, int start) => words.Skip(start)
        .Any(word => word.Text is "-A" or "-I" or "-D" or "-R" or "-P" or "-F" or "-N" or "-X" or "--append" or "--insert");

    // `-C … || -A …` makes sure that the rule is there; any other joint leaves open whether the command runs.
    static string? DoubtOf(ShellCommand command, ShellCommand? before)
    {
        if (command.Doubt is not null) return $"{command.Doubt}, which may run it or not";
        if (command.Before is null or "|" || before is null) return null;
        var isIptables = before.Words.Any(IsIptables);
        if (command.Before == "&&") return isIptables ? null : $"whether `{before.Words[0]}` succeeds";
        return isIptables && before.Words.Any(word => word.Text is "-C" or "--check" or "-D" or "-L" or "-S")
            ? null
            : $"whether `{before.Words[0]}` fails";
    }

    void Run(ShellCommand command, ShellCommand? before, int start, IpFamily family)
    {
        var doubt = DoubtOf(command, before);
        if (_commands.Read(command.Words[start..], 1, family, "filter", doubt) is not { } read) return;
        if (doubt is not null && read.Operation != Operation.Look) Unread($"the command depends on {doubt}", read.Origin);
        builders(family).Apply(read);
    }

    void ReadUnknownProgram(ShellCommand command, int start)
    {
        var program = command.Words[start];
        var doubt = $"`{program}`, which the shell fills in";
        Unread(
            $"`{program}` is filled in by the shell: it may be iptables or ip6tables",
            new SourceLocation(file, program.Line, program.Column));
        foreach (var family in new[] { IpFamily.IPv4, IpFamily.IPv6 })
        {
            // What the other program would refuse is no fault of the line.
            if (new CommandReader(file, []).Read(command.Words[start..], 1, family, "filter", doubt) is { } read)
            {
                builders(family).Apply(read);
            }
        }
    }

    void Restore(ShellCommand command, IpFamily family, SourceLocation origin)
    {
        if (command.Document is { } document && command.Doubt is null)
        {
            var keeps = command.Words.Any(word => word.Text is "-n" or "--noflush");
            saved.Read(document.Text, document.Line, family, keeps);
            return;
        }
        if (command.Words.Any(word => word.Text is "-t" or "--test")) return;
        Unread("iptables-restore loads rules from elsewhere, which are not in the input", origin);
        builders(family).Doubt(
            "the rules that iptables-restore loads", string.Join(' ', command.Words), origin);
    }

    void OtherTool(string name, ShellCommand command, SourceLocation origin)
    {
        if (command.Words.Any(word => word.Text is "list" or "status" or "--state" or "--list-all")) return;
        Unread($"`{name}` may change the firewall too, and is not read", origin);
        foreach (var family in new[] { IpFamily.IPv4, IpFamily.IPv6 })
        {
            builders(family).Doubt($"what `{name}` does", string.Join(' ', command.Words), origin);
        }
    }

    void Unread(string what, SourceLocation origin) => diagnostics.Add(new Diagnostic(
        DiagnosticCodes.IptablesUnread, $"{what}: a verdict that turns on it is unknown.", origin));
}
