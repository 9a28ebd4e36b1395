using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Apis.Iptables;

/// <summary>
/// Reads the arguments of one call of iptables, or one rule of iptables-save: what is to be done, and to which rule.
/// </summary>
sealed class CommandReader(string file, List<Diagnostic> diagnostics)
{
    /// <summary>The command; null where iptables would refuse it, which is reported.</summary>
    /// <param name="words">The words.</param>
    /// <param name="start">The first argument.</param>
    /// <param name="family">The IP version; null where only the shell knows it.</param>
    /// <param name="table">The table, where none is named.</param>
    /// <param name="doubt">Why it may not run; null where it does.</param>
    public IptablesCommand? Read(
        IReadOnlyList<ShellWord> words, int start, IpFamily? family, string table = "filter", string? doubt = null)
    {
        var faults = new List<RuleFault>();
        var call = new Call(new RuleDraft(family ?? IpFamily.IPv4, faults), table);
        call.Read(new WordCursor(words, start));
        call.Check(words[0]);
        foreach (var fault in faults)
        {
            diagnostics.Add(new Diagnostic(
                fault.Code, fault.Message, new SourceLocation(file, fault.Word.Line, fault.Word.Column), "", Text(words)));
        }
        if (call.Operation is not { } operation) return null;
        if (faults.Any(fault => fault.Code.Severity == Severity.Error)) return null;
        var origin = new SourceLocation(file, words[0].Line, words[0].Column);
        return new IptablesCommand
        {
            Family = family,
            Table = call.Table,
            Operation = operation,
            Chain = call.Chain,
            Number = call.Number,
            Argument = call.Argument,
            Rules = call.TakesRule ? [.. call.Draft.Build(Text(words), origin)] : [],
            Doubt = doubt ?? call.Doubt,
            Origin = origin,
        };
    }

    static string Text(IReadOnlyList<ShellWord> words) => string.Join(' ', words.Select(word => word.Text));

    /// <summary>One call while it is read.</summary>
    sealed class Call(RuleDraft draft, string table)
    {
        readonly RuleReader _rules = new(draft);

        public RuleDraft Draft => draft;

        public string Table { get; private set; } = table;

        public Operation? Operation { get; private set; }

        public ShellWord? Chain { get; private set; }

        public int? Number { get; private set; }

        public ShellWord? Argument { get; private set; }

        public string? Doubt { get; private set; }

        public bool TakesRule => Operation is Iptables.Operation.Append or Iptables.Operation.Insert
            or Iptables.Operation.Replace
            || (Operation == Iptables.Operation.Delete && Number is null);

        public void Read(WordCursor cursor)
        {
            while (!cursor.IsAtEnd)
            {
                var isNegated = cursor.TryTake("!");
                if (cursor.IsAtEnd) break;
                var option = cursor.Next();
                if (!option.IsKnown) Unknown(option);
                else if (!TryOperation(option, cursor) && !TryCommon(option, cursor)) _rules.Read(option, isNegated, cursor);
            }
        }

        public void Check(ShellWord program)
        {
            draft.Check();
            if (Operation is null) draft.Fail("the command does nothing: it names no operation such as `-A INPUT`", program);
            if (draft.Target is null && draft.OwnerOfUnknown is null && TakesRule
                && Operation != Iptables.Operation.Delete)
            {
                draft.Fail(
                    DiagnosticCodes.IptablesNoTarget,
                    "the rule has no target (`-j`): it counts packets and decides nothing.",
                    program);
            }
            if (Chain is { IsKnown: true, Text: var chain }) CheckChain(chain);
        }

        void CheckChain(string chain)
        {
            var hook = IptablesNames.IsTable(Table) ? IptablesNames.HookOf(Table, chain) : null;
            if (Operation == Iptables.Operation.Policy && hook is null)
            {
                draft.Fail($"`{chain}` is no built-in chain of table {Table}: only those have a policy", Chain!.Value);
            }
            if (draft.Target is FirewallTarget.Drop { Rejects: true } && Table != "filter")
            {
                draft.Fail("REJECT works in table filter only", Chain!.Value);
            }
        }

        void Unknown(ShellWord word)
        {
            draft.Doubt(word, new FirewallMatch.Unknowable($"`{word}`, which the shell fills in"));
            // It may hold any options, a target and the chain included.
            draft.OwnerOfUnknown = word.Text;
            draft.Target ??= new FirewallTarget.Unknowable($"`{word}`, which the shell fills in");
            Operation ??= Iptables.Operation.Append;
            Doubt ??= Chain is null ? $"`{word}`, which the shell fills in" : null;
        }

        bool TryOperation(ShellWord option, WordCursor cursor)
        {
            if (OperationOf(option.Text) is not { } operation) return false;
            if (Operation is not null) draft.Fail("a command does one thing: it names two operations", option);
            Operation = operation;
            if (cursor.TryValue(out var chain)) Chain = chain;
            else if (operation
                is not (Iptables.Operation.Flush or Iptables.Operation.RemoveChain or Iptables.Operation.Look))
            {
                draft.Fail($"`{option}` needs a chain", option);
            }
            if (Chain is { IsKnown: false } unknown)
            {
                draft.Doubt(unknown, new FirewallMatch.Unknowable($"`{unknown}`, which the shell fills in"));
                Doubt = $"chain `{unknown}`, which the shell fills in";
            }
            if (operation is Iptables.Operation.Insert or Iptables.Operation.Replace or Iptables.Operation.Delete
                && cursor.TryNumber(out var number))
            {
                Number = number;
                if (number < 1) draft.Fail("rules are counted from 1", option);
            }
            else if (operation == Iptables.Operation.Replace) draft.Fail("`-R` needs the number of a rule", option);
            if (operation is Iptables.Operation.Policy or Iptables.Operation.RenameChain) ReadArgument(option, cursor);
            return true;
        }

        void ReadArgument(ShellWord option, WordCursor cursor)
        {
            if (cursor.TryValue(out var argument)) Argument = argument;
            else draft.Fail($"`{option}` needs a second value", option);
            if (Operation == Iptables.Operation.Policy && argument is { IsKnown: true } policy
                && policy.Text is not ("ACCEPT" or "DROP"))
            {
                draft.Fail($"`{policy}` is no policy: ACCEPT or DROP", policy);
            }
        }

        bool TryCommon(ShellWord option, WordCursor cursor)
        {
            switch (option.Text)
            {
                case "-t" or "--table":
                    if (!cursor.TryValue(out var table)) draft.Fail("`-t` needs a table", option);
                    else if (!table.IsKnown) Doubt = $"table `{table}`, which the shell fills in";
                    else if (!IptablesNames.IsTable(table.Text)) draft.Fail($"there is no table `{table}`", table);
                    else Table = table.Text;
                    return true;
                case "-w" or "--wait" or "-W" or "--wait-interval":
                    cursor.TryNumber(out _);
                    return true;
                case "-v" or "--verbose" or "-n" or "--numeric" or "-x" or "--exact" or "--line-numbers" or "-vn" or "-nv"
                    or "-4" or "--ipv4" or "-6" or "--ipv6":
                    return true;
                default:
                    return option.Text.StartsWith("--wait=", StringComparison.Ordinal)
                        || option.Text.StartsWith("--modprobe", StringComparison.Ordinal)
                        || (option.Text.StartsWith("-w", StringComparison.Ordinal) && int.TryParse(option.Text[2..], out _));
            }
        }

        static Operation? OperationOf(string option) => option switch
        {
            "-A" or "--append" => Iptables.Operation.Append,
            "-I" or "--insert" => Iptables.Operation.Insert,
            "-R" or "--replace" => Iptables.Operation.Replace,
            "-D" or "--delete" => Iptables.Operation.Delete,
            "-N" or "--new" or "--new-chain" => Iptables.Operation.NewChain,
            "-X" or "--delete-chain" => Iptables.Operation.RemoveChain,
            "-E" or "--rename-chain" => Iptables.Operation.RenameChain,
            "-F" or "--flush" => Iptables.Operation.Flush,
            "-P" or "--policy" => Iptables.Operation.Policy,
            "-C" or "--check" or "-Z" or "--zero" or "--list" or "--list-rules" or "-V" or "--version" or "-h" or "--help" =>
                Iptables.Operation.Look,
            // -L, -S and their bundles: -nvL, -Lnv.
            _ when option.Length > 1 && option[0] == '-' && option[1] != '-' && option.AsSpan(1).ContainsAny('L', 'S')
                && option.Skip(1).All(c => c is 'L' or 'S' or 'n' or 'v' or 'x' or 'Z') => Iptables.Operation.Look,
            _ => null,
        };
    }
}
