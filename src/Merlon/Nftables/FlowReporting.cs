using System.Collections.Frozen;
using System.Collections.Immutable;
using Merlon.Nftables.Hosts;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>
/// Which rules of a ruleset send a copy of the packet that they decide, and what a copy means. Applied to what the
/// compiler makes: what is decided stays the same, unless nothing is to be denied at all.
/// </summary>
public sealed record FlowReporting
{
    const string DenialPrefix = "denied";
    const string AllowPrefix = "allowed";

    /// <summary>No copies.</summary>
    public static FlowReporting None { get; } = new();

    /// <summary>Whether packets that are denied are reported.</summary>
    public bool Denials { get; init; }

    /// <summary>The policies, as <c>namespace/name</c>, of which packets that their rules let through are reported.</summary>
    public ImmutableArray<string> AllowsOf { get; init; } = [];

    /// <summary>Whether what would be denied is let through: then nothing is enforced.</summary>
    public bool IsAudit { get; init; }

    /// <summary>What the copies of packets mean that chains send, by what they carry.</summary>
    internal static FrozenDictionary<string, FlowReport> ReportsOf(ImmutableArray<NftChain> chains) => chains
        .SelectMany(chain => chain.Rules.OfType<NftRule.Decide>().Where(rule => rule.Log.Length > 0).Select(rule => (chain, rule)))
        .DistinctBy(entry => entry.rule.Log)
        .ToFrozenDictionary(
            entry => entry.rule.Log, entry => new FlowReport(DirectionOf(entry.chain), IsDenial(entry.rule), entry.rule.Comment),
            StringComparer.Ordinal);

    /// <summary>The chain with copies of packets.</summary>
    internal NftChain In(NftChain chain)
    {
        if (this == None || !chain.Rules.Any(rule => Concerns(rule) || IsLeftOut(rule))) return chain;
        return chain with
        {
            Rules = [.. chain.Rules.Where(rule => !IsLeftOut(rule)).Select(rule => Concerns(rule) ? In((NftRule.Decide)rule, DirectionOf(chain)) : rule)],
        };
    }

    // Where nothing is enforced, connections are tracked as without us.
    bool IsLeftOut(NftRule rule) => IsAudit && rule is NftRule.NoTrack;

    NftRule.Decide In(NftRule.Decide rule, Direction direction)
    {
        var isDenied = rule.Verdict == NftVerdict.Drop;
        var logged = rule with { Log = NftName.ByContent(isDenied ? DenialPrefix : AllowPrefix, $"{direction} {rule.Comment}").Text };
        return isDenied && IsAudit ? logged with { Verdict = NftVerdict.Accept } : logged;
    }

    bool Concerns(NftRule rule) => rule is NftRule.Decide decide && (decide.Verdict == NftVerdict.Drop
        ? Denials || IsAudit
        : AllowsOf.Any(policy => decide.Comment.StartsWith($"{policy} rule ", StringComparison.Ordinal)));

    static bool IsDenial(NftRule.Decide rule) => rule.Log.StartsWith(DenialPrefix, StringComparison.Ordinal);

    static Direction DirectionOf(NftChain chain) =>
        HostHook.All.FirstOrDefault(hook => hook.Name == chain.Name)?.Direction
            ?? (IsEgress(chain.Name.Text) ? Direction.Egress : Direction.Ingress);

    static bool IsEgress(string chain) =>
        chain.StartsWith("eg", StringComparison.Ordinal) || chain.StartsWith(ClassChain.HostPrefix + "eg", StringComparison.Ordinal);
}
