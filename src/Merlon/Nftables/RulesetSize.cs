namespace Merlon.Nftables;

/// <summary>How large a ruleset is.</summary>
public sealed record RulesetSize(int Chains, int Rules, int Sets, int Elements);
