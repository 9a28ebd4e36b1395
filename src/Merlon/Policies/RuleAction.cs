namespace Merlon.Policies;

/// <summary>What a matching rule does.</summary>
public enum RuleAction
{
    /// <summary>Final for this direction.</summary>
    Allow,

    /// <summary>Final for this direction.</summary>
    Deny,

    /// <summary>Leaves the decision to the next tier.</summary>
    Pass,

    /// <summary>Records the flow; the next rule decides.</summary>
    Log,
}
