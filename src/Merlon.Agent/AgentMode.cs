namespace Merlon.Agent;

/// <summary>How far an agent goes.</summary>
public enum AgentMode
{
    /// <summary>The kernel drops what policies deny.</summary>
    Enforce,

    /// <summary>What policies deny is counted and reported, and let through: nothing is enforced.</summary>
    Audit,

    /// <summary>Nothing is written; what would change is logged.</summary>
    DryRun,
}
