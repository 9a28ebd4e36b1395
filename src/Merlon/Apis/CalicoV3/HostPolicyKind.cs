namespace Merlon.Apis.CalicoV3;

/// <summary>Where on a host a global policy applies. On pods only the first two do, and mean the same.</summary>
public enum HostPolicyKind
{
    /// <summary>To what ends or starts on the host itself.</summary>
    Normal,

    /// <summary><c>applyOnForward</c>: to that, and to what the host passes on.</summary>
    Forward,

    /// <summary><c>preDNAT</c>: to everything that comes in, before addresses are translated.</summary>
    PreDnat,

    /// <summary><c>doNotTrack</c>: to every packet, before connections are tracked.</summary>
    Untracked,
}
