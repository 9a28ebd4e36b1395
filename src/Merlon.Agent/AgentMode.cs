namespace Merlon.Agent;

/// <summary>How far an agent goes.</summary>
public enum AgentMode
{
    /// <summary>The kernel drops what policies deny.</summary>
    Enforce,

    /// <summary>Nothing is written; what would change is logged.</summary>
    DryRun,
}
