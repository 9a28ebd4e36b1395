namespace Merlon.Lab.State;

/// <summary>
/// What must be known of a lab to find, use and remove it: written before anything is made. The plan is made anew from
/// the texts, and is the same every time.
/// </summary>
public sealed record LabState
{
    /// <summary>Four hexadecimal digits that only this lab has.</summary>
    public required string Id { get; init; }

    /// <summary>The process that removes the lab when it ends; 0 for a lab that stays up.</summary>
    public int Owner { get; init; }

    /// <summary>When the owner started, in the kernel's count: its number may be another process's by now.</summary>
    public string OwnerStart { get; init; } = "";

    /// <summary><c>routed</c> or <c>bridge</c>.</summary>
    public required string Network { get; init; }

    /// <summary>The ports asked for, as <c>6379/tcp</c>; none where the lab chooses.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary>Outside addresses asked for.</summary>
    public IReadOnlyList<string> Outside { get; init; } = [];

    /// <summary>The full names of the lab's network namespaces.</summary>
    public required IReadOnlyList<string> Namespaces { get; init; }

    /// <summary>The manifests of the cluster.</summary>
    public IReadOnlyList<StoredText> Cluster { get; init; } = [];

    /// <summary>The manifests whose policies are in force instead of the cluster's; null before the first change.</summary>
    public IReadOnlyList<StoredText>? Policies { get; init; }

    /// <summary>The API server whose checks the manifests are read by.</summary>
    public string ServerVersion { get; init; } = "";

    /// <summary>What that server does with unknown fields.</summary>
    public string FieldValidation { get; init; } = "";

    /// <summary>Which CRDs of cluster-wide policies it has; empty where that is not told.</summary>
    public string Channel { get; init; } = "";

    /// <summary>The addresses of names outside the cluster, as <c>name=address</c>.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Whether staged policies count as applied.</summary>
    public bool EnforcesStaged { get; init; }

    /// <summary>Whether policies of Calico 2 stand before its backstop.</summary>
    public bool HasCalicoBackstop { get; init; }

    /// <summary>Whether policies are read as Calico's commercial editions do.</summary>
    public bool IsCalicoCommercial { get; init; }

    /// <summary>The rules of the nodes' own firewalls.</summary>
    public IReadOnlyList<StoredHostRules> Hosts { get; init; } = [];

    /// <summary>The first source port that no probe has used.</summary>
    public ushort NextPort { get; init; }

    /// <summary>What every name of the lab begins with.</summary>
    public string Prefix => PrefixOf(Id);

    public bool StaysUp => Owner == 0;

    public static string PrefixOf(string id) => $"merlon-{id}-";
}

/// <summary>The rules of one IP version of a node's firewall, as its restore program loads them.</summary>
public sealed record StoredHostRules(string Node, bool IsV6, string Text);

/// <summary>A manifest as it was read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">The text.</param>
/// <param name="IsStored">Whether it is an object of an API server.</param>
public sealed record StoredText(string Name, string Text, bool IsStored = false);
