namespace Merlon.Policies.Firewalls;

/// <summary>What a firewall's rule does with a packet that meets its conditions. A closed family.</summary>
public abstract record FirewallTarget
{
    private protected FirewallTarget()
    {
    }

    /// <summary>The packet passes this base chain.</summary>
    public sealed record Accept : FirewallTarget;

    /// <summary>The packet ends here; with an answer to the sender where it is rejected.</summary>
    public sealed record Drop(bool Rejects = false) : FirewallTarget;

    /// <summary>On to the rule behind the jump that led here; in a base chain, to its policy.</summary>
    public sealed record Return : FirewallTarget;

    /// <summary>On to the next rule: a counter, a log, or a target that changes nothing that matters here.</summary>
    public sealed record Continue : FirewallTarget;

    /// <summary>To another chain of the table, and back behind this rule unless <paramref name="ForGood"/>.</summary>
    public sealed record Jump(string Chain, bool ForGood = false) : FirewallTarget;

    /// <summary>The mark becomes <c>(mark &amp; Keep) ^ Flip</c>, then the next rule.</summary>
    public sealed record SetMark(uint Keep, uint Flip) : FirewallTarget;

    /// <summary>The packet gets another destination: it is no longer the packet that was asked about.</summary>
    public sealed record Divert : FirewallTarget;

    /// <summary>It may do anything.</summary>
    /// <param name="What">What it is, to follow "depends on".</param>
    public sealed record Unknowable(string What) : FirewallTarget;
}
