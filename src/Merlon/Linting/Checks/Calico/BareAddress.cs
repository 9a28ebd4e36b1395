using System.Collections.Immutable;
using Merlon.Apis.CalicoV3;
using Merlon.Diagnostics;

namespace Merlon.Linting.Checks.Calico;

/// <summary>An address without a prefix among the blocks of a rule of v3.</summary>
sealed class BareAddress : PolicyCheck<CalicoPolicyResource>
{
    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.CalicoBareIp,
            "`nets` holds blocks. calicoctl and Calico's server refuse an address without a prefix; where one came in all the "
                + "same, Calico's agents take it for the block of that one address, and so does this program.")
        {
            Example = CalicoReadingRules.PolicyOf("egress: [{action: Allow, destination: {nets: [192.0.2.1]}}]"),
            Better = CalicoReadingRules.PolicyOf("egress: [{action: Allow, destination: {nets: [192.0.2.1/32]}}]"),
        },
    ];

    public override IEnumerable<LintFinding> Check(CalicoPolicyResource policy, LintContext context) => policy.IsV1
        ? []
        : from rule in policy.Spec.AllRules
          from end in new[] { rule.Source, rule.Destination }
          from net in end.Nets.Concat(end.NotNets)
          where net.IsBare
          select new LintFinding(
              DiagnosticCodes.CalicoBareIp, $"`{net.Text}` is an address: Calico's server refuses it. Write `{net.Value}`.", net.Place);
}
