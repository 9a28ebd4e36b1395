using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.CalicoV3;

/// <summary>Turns profiles into the stage of the one model that comes behind all tiers.</summary>
static class CalicoProfiles
{
    static readonly SourceLocation BuiltIn = new("built in", 0, 1);

    public static Tier Compile(IEnumerable<CalicoProfileResource> profiles)
    {
        var written = profiles.Select(Compile).ToList();
        // It is in every cluster, and Calico's server lets nobody change it.
        written.RemoveAll(profile => profile.Id.Name == AutoHostEndpoints.Profile);
        written.Add(Profile(
            AutoHostEndpoints.Profile, [Allow()], [Allow()], BuiltIn));
        return new Tier("profiles", 0, TierDefault.Deny, written, PolicyStage.Profile);
    }

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
