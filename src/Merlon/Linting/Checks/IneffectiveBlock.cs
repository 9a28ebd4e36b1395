using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Linting.Checks;

/// <summary>Exceptions of a block that leave nothing of it, or that another exception covers.</summary>
sealed class IneffectiveBlock : PolicyCheck<NetworkPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.BlockNoop,
            "A part of the policy has no effect: an exception that another one covers, a block of which "
                + "the exceptions leave nothing, or a policy that selects no pod of those that are known.")
        {
            Example = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Egress]
            egress:
            - to:
              - ipBlock:
                  cidr: 10.0.0.0/8
                  except: [10.1.0.0/16, 10.1.2.0/24]
            """),
            Better = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Egress]
            egress:
            - to:
              - ipBlock:
                  cidr: 10.0.0.0/8
                  except: [10.1.0.0/16]
            """),
        },
    ];

    public override CheckScope Scope => CheckScope.Form;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context) =>
        from rule in policy.AllRules
        from block in rule.Peers.Select(peer => peer.IpBlock).OfType<IpBlockSpec>()
        from finding in Check(block)
        select finding;

    static IEnumerable<LintFinding> Check(IpBlockSpec block)
    {
        if (block.Except.IsEmpty) yield break;
        if (block.Cidr.Value is { } whole
            && IsCovered(whole, block.Except.Select(except => except.Value).OfType<Cidr>()))
        {
            yield return new LintFinding(
                DiagnosticCodes.BlockNoop,
                $"The exceptions cover all of `{block.Cidr.Text}`: the peer matches no address and allows nothing.",
                block.Place);
        }
        for (var i = 0; i < block.Except.Length; i++)
        {
            if (FirstCovering(block.Except, i) is not { } outer) continue;
            yield return new LintFinding(
                DiagnosticCodes.BlockNoop,
                Covered(block.Except[i], outer),
                block.Except[i].Place)
            {
                Fix = Fix.Safe("Remove the exception", new Edit.RemoveElement(block.Except[i].Place.Location)),
            };
        }
    }

    static string Covered(CidrSpec inner, CidrSpec outer) => inner.Value == outer.Value
        ? $"The exception `{inner.Text}` is listed already: this entry changes nothing."
        : $"The exception `{outer.Text}` covers `{inner.Text}`: this entry changes nothing.";

    // Of two equal exceptions, the later one is covered.
    static CidrSpec? FirstCovering(ImmutableArray<CidrSpec> excepts, int index)
    {
        if (excepts[index].Value is not { } inner) return null;
        for (var i = 0; i < excepts.Length; i++)
        {
            if (i != index && excepts[i].Value is { } outer && outer.Contains(inner) && (outer != inner || i < index)) return excepts[i];
        }
        return null;
    }

    static bool IsCovered(Cidr whole, IEnumerable<Cidr> parts)
    {
        var next = whole.First.Value;
        foreach (var part in parts.Order())
        {
            if (part.First.Value > next) return false;
            if (part.Last.Value >= whole.Last.Value) return true;
            next = UInt128.Max(next, part.Last.Value + 1);
        }
        return false;
    }
}
