using Merlon.Nftables;

namespace Merlon.Agent.Kernel;

/// <summary>Brings the kernel to what is wanted, and knows what it has. It has one owner: the agent's loop.</summary>
sealed class Enforcer(LiveRuleset ruleset, NodeKernel kernel, AgentMode mode)
{
    static readonly NftName NewName = NftName.Fixed("merlon_a");

    PolicyEpoch? _epoch;

    /// <summary>The table that is in force; null where that is not known.</summary>
    public NftName? Table { get; private set; }

    /// <summary>Whether the kernel has what was wanted last.</summary>
    public bool IsInForce => Table is not null && mode != AgentMode.DryRun;

    /// <summary>What runs is not known any more: it is read back. False where it was not known before.</summary>
    public bool Doubt()
    {
        var wasKnown = Table is not null;
        Table = null;
        return wasKnown;
    }

    /// <summary>Makes the kernel have what is wanted.</summary>
    /// <returns>What was done, in words; null where there was nothing to do.</returns>
    /// <exception cref="Linux.LinuxException">The kernel refused something: part of a change may have been made.</exception>
    public string? Enforce()
    {
        if (Table is not null && ruleset.IsCommitted) return null;
        return mode == AgentMode.DryRun ? Describe() : Table is { } table ? Change(table) : TakeOver();
    }

    string InForce => mode == AgentMode.Audit ? "audit" : "in force";

    string TakeOver()
    {
        var running = kernel.Enforce(ruleset.Whole(NewName));
        Table = running.Name;
        Commit(running);
        return $"{InForce}: table {Table}";
    }

    string? Change(NftName table)
    {
        var difference = Difference(table);
        if (!difference.IsEmpty) kernel.Apply(difference);
        Commit(difference.Outcome);
        return difference.IsEmpty ? null : $"{InForce}: {Words(difference)}";
    }

    string? Describe()
    {
        RulesetDifference difference;
        if (Table is { } known) difference = Difference(known);
        else
        {
            var running = kernel.Read();
            Table = running?.Name ?? NewName;
            var wanted = ruleset.Whole(Table);
            difference = running is null ? RulesetDifference.Creating(wanted) : RulesetDifference.Between(running, wanted);
        }
        Commit(difference.Outcome);
        return difference.IsEmpty ? null : $"dry run, nothing is written: {Words(difference)}";
    }

    RulesetDifference Difference(NftName table)
    {
        var (current, wanted) = ruleset.Step();
        return RulesetDifference.Between(current with { Name = table }, wanted with { Name = table }, _epoch);
    }

    void Commit(NftTable running)
    {
        _epoch = PolicyEpoch.Of(running);
        ruleset.Commit(_epoch);
    }

    // For people: what came and went, by kind.
    static string Words(RulesetDifference difference)
    {
        var steps = difference.Batches.SelectMany(batch => batch.Steps).ToList();
        (string Name, int Count)[] counts =
        [
            ("chains made", steps.Count(step => step is RulesetStep.CreateChain)),
            ("chains removed", steps.Count(step => step is RulesetStep.DeleteChain)),
            ("sets made", steps.Count(step => step is RulesetStep.CreateSet)),
            ("sets removed", steps.Count(step => step is RulesetStep.DeleteSet)),
            ("elements added", steps.Sum(step => step switch
            {
                RulesetStep.AddElements add => add.Elements.Count,
                RulesetStep.AddMapElements add => add.Elements.Elements.Length,
                _ => 0,
            })),
            ("elements removed", steps.Sum(step => step switch
            {
                RulesetStep.RemoveElements remove => remove.Elements.Count,
                RulesetStep.RemoveMapElements remove => remove.Elements.Elements.Length,
                _ => 0,
            })),
        ];
        var words = string.Join(", ", counts.Where(entry => entry.Count > 0).Select(entry => $"{entry.Count} {entry.Name}"));
        return words.Length == 0 ? "rules rewritten" : words;
    }
}
