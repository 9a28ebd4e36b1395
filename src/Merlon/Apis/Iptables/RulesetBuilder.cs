using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Apis.Iptables;

/// <summary>
/// The tables of one IP version while commands change them. They start empty, with every policy at ACCEPT: what the
/// host had before is not in the input.
/// </summary>
sealed class RulesetBuilder(IpFamily family, List<Diagnostic> diagnostics)
{
    readonly Dictionary<(string Table, string Name), ChainState> _chains = [];
    readonly List<ChainState> _order = [];

    /// <summary>Whether a command spoke of this IP version.</summary>
    public bool IsTouched { get; private set; }

    /// <summary>Chains that the input adds rules to and nobody creates: they are another program's.</summary>
    public HashSet<(string Table, string Name)> Foreign { get; } = [];

    public void Apply(IptablesCommand command)
    {
        if (command.Operation == Operation.Look) return;
        IsTouched = true;
        if (command.Doubt is not null && command.Chain is not { IsKnown: true }) ApplyAnywhere(command, command.Doubt);
        else if (command.Chain is { } chain) Apply(command, chain);
        else
        {
            foreach (var every in ChainsOf(command.Table).ToList()) ApplyTo(every, command);
        }
    }

    /// <summary>Takes down that a program may have changed everything.</summary>
    public void Doubt(string reason, string text, SourceLocation origin)
    {
        IsTouched = true;
        foreach (var chain in _order) chain.Doubt(reason);
        foreach (var (name, _) in IptablesNames.BaseChains("filter"))
        {
            Chain("filter", name).Rules.Insert(0, ChainState.Anything(reason, text, origin));
        }
    }

    /// <summary>Makes a chain, as a line of iptables-save does.</summary>
    public ChainState Chain(string table, string name)
    {
        if (_chains.TryGetValue((table, name), out var known)) return known;
        var chain = new ChainState(table, name);
        _chains[(table, name)] = chain;
        _order.Add(chain);
        return chain;
    }

    /// <summary>Forgets the chains of a table, as the start of one in iptables-save does.</summary>
    public void Clear(string table)
    {
        IsTouched = true;
        foreach (var chain in ChainsOf(table).ToList()) Remove(chain);
    }

    public bool Has(string table, string name) =>
        _chains.ContainsKey((table, name)) || IptablesNames.HookOf(table, name) is not null;

    public FirewallRuleset Build()
    {
        var chains = _order
            .OrderBy(chain => TableRank(chain.Table))
            .Select(chain => chain.Build(Hook(chain)))
            .ToList();
        return new FirewallRuleset(family, JumpCheck.WithoutLoops(chains, diagnostics));
    }

    // SNAT decides nothing: packets do not meet these chains on the way to a verdict.
    static FirewallHook? Hook(ChainState chain) => IptablesNames.HookOf(chain.Table, chain.Name) switch
    {
        FirewallHook.Input or FirewallHook.Postrouting when chain.Table == "nat" => null,
        var hook => hook,
    };

    static int TableRank(string table) => IptablesNames.TableOrder.ToList().IndexOf(table);

    IEnumerable<ChainState> ChainsOf(string table) => _order.Where(chain => chain.Table == table);

    // Which chain, or whether it runs at all, only the shell knows: every chain may be the one.
    void ApplyAnywhere(IptablesCommand command, string doubt)
    {
        foreach (var (name, _) in IptablesNames.BaseChains(command.Table)) Chain(command.Table, name);
        foreach (var chain in ChainsOf(command.Table))
        {
            if (command.Operation is Operation.Append or Operation.Insert)
            {
                var rules = command.Rules.Select(rule => ChainState.Doubted(rule, doubt));
                chain.Rules.InsertRange(command.Operation == Operation.Append ? chain.Rules.Count : 0, rules);
            }
            else if (command.Operation == Operation.Policy) SetPolicy(chain, command);
            else chain.Doubt(doubt);
        }
    }

    void Apply(IptablesCommand command, ShellWord name)
    {
        switch (command.Operation)
        {
            case Operation.NewChain when Has(command.Table, name.Text):
                Report(
                    DiagnosticCodes.IptablesNoEffect,
                    $"chain `{name}` is there already: iptables refuses the command.",
                    command);
                return;
            case Operation.NewChain:
                Chain(command.Table, name.Text);
                return;
            case Operation.Append or Operation.Insert or Operation.Policy:
                if (!Has(command.Table, name.Text)) Foreign.Add((command.Table, name.Text));
                ApplyTo(Chain(command.Table, name.Text), command);
                return;
            default:
                if (_chains.TryGetValue((command.Table, name.Text), out var chain)) ApplyTo(chain, command);
                else if (command.Operation is Operation.Delete or Operation.Replace) NoSuchRule(command);
                return;
        }
    }

    void ApplyTo(ChainState chain, IptablesCommand command)
    {
        if (command.Doubt is { } doubt && command.Operation is not (Operation.Append or Operation.Insert or Operation.Policy))
        {
            chain.Doubt(doubt);
            return;
        }
        switch (command.Operation)
        {
            case Operation.Append: chain.Rules.AddRange(RulesOf(command)); break;
            case Operation.Insert: Insert(chain, command); break;
            case Operation.Replace: Replace(chain, command); break;
            case Operation.Delete: Delete(chain, command); break;
            case Operation.Flush: chain.Rules.Clear(); break;
            case Operation.Policy: SetPolicy(chain, command); break;
            case Operation.RenameChain when command.Argument is { } renamed:
                _chains.Remove((chain.Table, chain.Name));
                chain.Name = renamed.Text;
                _chains[(chain.Table, chain.Name)] = chain;
                break;
            case Operation.RemoveChain when IptablesNames.HookOf(chain.Table, chain.Name) is null: Remove(chain); break;
            default: break;
        }
    }

    static IEnumerable<RuleSpec> RulesOf(IptablesCommand command) => command.Doubt is { } doubt
        ? command.Rules.Select(rule => ChainState.Doubted(rule, doubt))
        : command.Rules;

    void Insert(ChainState chain, IptablesCommand command)
    {
        var place = (command.Number ?? 1) - 1;
        if (place > chain.Rules.Count)
        {
            Report(
                DiagnosticCodes.IptablesNoEffect,
                $"chain {chain.Name} has {chain.Rules.Count} rules here: iptables refuses to insert at {command.Number}, "
                    + "unless the host had more.",
                command);
            place = chain.Rules.Count;
        }
        chain.Rules.InsertRange(place, RulesOf(command));
    }

    void Replace(ChainState chain, IptablesCommand command)
    {
        if (command.Number > chain.Rules.Count) NoSuchRule(command);
        else chain.Rules[command.Number!.Value - 1] = command.Rules[0];
    }

    void Delete(ChainState chain, IptablesCommand command)
    {
        if (command.Number is { } number)
        {
            if (number > chain.Rules.Count) NoSuchRule(command);
            else chain.Rules.RemoveAt(number - 1);
            return;
        }
        foreach (var rule in command.Rules)
        {
            var found = chain.Rules.FindIndex(candidate => candidate.MeansTheSame(rule));
            if (found < 0) NoSuchRule(command);
            else chain.Rules.RemoveAt(found);
        }
    }

    static void SetPolicy(ChainState chain, IptablesCommand command)
    {
        chain.PolicyOrigin = command.Origin;
        var doubt = command.Doubt
            ?? (command.Argument is { IsKnown: false } unknown ? $"`{unknown}`, which the shell fills in" : null);
        chain.PolicyDoubt = doubt;
        if (doubt is null) chain.DropsTheRest = command.Argument is { Text: "DROP" };
    }

    void NoSuchRule(IptablesCommand command) => Report(
        DiagnosticCodes.IptablesNoEffect,
        "there is no such rule in the input: iptables refuses the command, unless the host had it before.",
        command);

    void Report(DiagnosticCode code, string message, IptablesCommand command) =>
        diagnostics.Add(new Diagnostic(code, message, command.Origin));

    void Remove(ChainState chain)
    {
        _chains.Remove((chain.Table, chain.Name));
        _order.Remove(chain);
    }
}
