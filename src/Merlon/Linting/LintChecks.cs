using System.Collections.Immutable;
using Merlon.Linting.Checks;
using Merlon.Linting.Checks.Calico;

namespace Merlon.Linting;

/// <summary>Every check, in the order of the fields that they look at.</summary>
static class LintChecks
{
    public static ImmutableArray<ILintCheck> All { get; } =
    [
        new NamespaceOfPolicy(),
        new AllowedThoughNamedBlocked(),
        new SelectsNothing(),
        new SelectsNobody(),
        new NullSubject(),
        new ContradictorySelector(),
        new UnlabelledMatch(),
        new MergeableRequirements(),
        new ImplicitTypes(),
        new SurprisingIsolation(),
        new IgnoredRules(),
        new RepeatedType(),
        new BlockedDns(),
        new BlockedApi(),
        new NullRule(),
        new RepeatedRule(),
        new ShadowedRules(),
        new UnreachedRules(),
        new OpenToAnyone(),
        new RepeatedPeer(),
        new AlternativeSelectors(),
        new UnknownNamespaceLabel(),
        new HostNetworkPeers(),
        new IneffectiveBlock(),
        new MissingIpv6(),
        new BlocksOfTheCluster(),
        new RepeatedPort(),
        new ConsecutivePorts(),
        new PortOfAService(),
        new NamedPorts(),
        new ImplicitProtocol(),
        new AmbiguousPriority(),
        new FailingClosed(),
        new EmptyPortRange(),
        new ShadowedHostRule(),
        new StatelessHostDrop(),
        new OneVersionOfHost(),
        new UnforwardedHostDrop(),
        new OldVersion(),
        new ImplicitDeny(),
        new KubernetesBypass(),
        new ImpossibleSelector(),
        new OldLabel(),
        new BareAddress(),
        new HostLockout(),
        new IgnoredUntracked(),
        new ContradictedClaims(),
        new ContradictedComments(),
    ];
}
