namespace Merlon.Documents;

/// <summary>What a block of a document holds.</summary>
public enum BlockKind
{
    /// <summary>Kubernetes objects in YAML.</summary>
    Manifest,

    /// <summary>Commands that set up the host's firewall.</summary>
    FirewallCommands,
}
