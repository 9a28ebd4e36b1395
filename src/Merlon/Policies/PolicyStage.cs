namespace Merlon.Policies;

/// <summary>Where on a packet's way the policies of a tier stand. Pods know only <see cref="Filter"/>.</summary>
public enum PolicyStage
{
    /// <summary>On a host, before connections are tracked and addresses translated; what is undecided goes on.</summary>
    Untracked,

    /// <summary>On a host, before addresses are translated, for what comes in; what is undecided goes on.</summary>
    PreDnat,

    /// <summary>Where all policies stand that say nothing else.</summary>
    Filter,

    /// <summary>Behind all tiers: what judges a host's own traffic that no policy decides.</summary>
    Profile,
}
