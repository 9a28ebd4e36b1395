using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.CalicoV3;

/// <summary>Turns profiles into the stage of the one model that comes behind all tiers.</summary>
static class CalicoProfiles
{
    static readonly SourceLocation BuiltIn = new("built in", 0, 1);

    /// <summary>A tier each, for what one leaves undecided goes on to the next that an endpoint names.</summary>
    public static IEnumerable<Tier> Compile(IEnumerable<CalicoProfileResource> profiles) => profiles
        // It is in every cluster, and Calico's server lets nobody change it.
        .Where(profile => profile.Meta.Name != AutoHostEndpoints.Profile)
        .Select(Compile)
        .Append(Profile(AutoHostEndpoints.Profile, [Allow()], [Allow()], BuiltIn))
        .Select(profile => new Tier(profile.Id.Name, 0, TierDefault.Pass, [profile], PolicyStage.Profile));

    static Policy Compile(CalicoProfileResource profile)
    {
        var rules = new CalicoRuleCompiler(home: null);
        return Profile(
            profile.Meta.Name,
            rules.Compile(profile.Ingress, Direction.Ingress),
            rules.Compile(profile.Egress, Direction.Egress),
            profile.Meta.Location);
    }

    static Policy Profile(string name, ImmutableArray<Rule> ingress, ImmutableArray<Rule> egress, SourceLocation origin) => new()
    {
        Id = new PolicyId(ProfileResource.KindName, null, name),
        Order = 0,
        Subject = new ProfileSubject(name),
        GovernsIngress = true,
        GovernsEgress = true,
        Ingress = ingress,
        Egress = egress,
        Origin = origin,
    };

    static Rule Allow() => new(1, RuleAction.Allow, [], [], BuiltIn);
}
