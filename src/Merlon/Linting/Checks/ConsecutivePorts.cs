using System.Collections.Immutable;
using System.Globalization;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Diagnostics;

namespace Merlon.Linting.Checks;

/// <summary>Single ports in a row, which one range could state.</summary>
sealed class ConsecutivePorts : PolicyCheck<NetworkPolicyResource>
{
    const int ShortestRun = 4;

    public override ImmutableArray<LintRule> Rules =>
    [
        new LintRule(
            DiagnosticCodes.PortRun,
            "Four or more consecutive ports stand one by one. `port` with `endPort` says the same in one "
                + "entry, and none can be forgotten. Network plugins older than `endPort` (stable since "
                + "Kubernetes 1.25) open only the first port of a range.")
        {
            Example = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Egress]
            egress:
            - ports:
              - {protocol: TCP, port: 9001}
              - {protocol: TCP, port: 9002}
              - {protocol: TCP, port: 9003}
              - {protocol: TCP, port: 9004}
            """),
            Better = LintRule.PolicyOf("""
            podSelector: {}
            policyTypes: [Egress]
            egress:
            - ports:
              - {protocol: TCP, port: 9001, endPort: 9004}
            """),
        },
    ];

    public override CheckScope Scope => CheckScope.Form;

    public override IEnumerable<LintFinding> Check(NetworkPolicyResource policy, LintContext context) =>
        from rule in policy.AllRules
        where rule.Ports.Length >= ShortestRun
        from single in Singles(rule).GroupBy(single => single.Protocol, StringComparer.Ordinal)
        from run in Runs(single)
        where run.Count >= ShortestRun
        select new LintFinding(DiagnosticCodes.PortRun, Message(run), run[0].Place) { Fix = Join(run) };

    static IEnumerable<SinglePort> Singles(RuleSpec rule) =>
        from port in rule.Ports
        let number = port.Port?.Number
        where number is not null && (port.EndPort ?? number) == number
        select new SinglePort(port.EffectiveProtocol, number.Value, port.Place);

    static List<List<SinglePort>> Runs(IEnumerable<SinglePort> ports)
    {
        var runs = new List<List<SinglePort>>();
        foreach (var port in ports.DistinctBy(port => port.Number).OrderBy(port => port.Number))
        {
            if (runs is [.., var last] && last[^1].Number + 1 == port.Number) last.Add(port);
            else runs.Add([port]);
        }
        return runs;
    }

    // Plugins older than endPort would open the first port alone.
    static Fix Join(List<SinglePort> run)
    {
        var last = run[^1].Number.ToString(CultureInfo.InvariantCulture);
        return Fix.Proposed(
            "Write one range",
            run.Skip(1).Select(port => (Edit)new Edit.RemoveElement(port.Place.Location))
                .Prepend(new Edit.SetField(run[0].Place.Location, "endPort", last)));
    }

    static string Message(List<SinglePort> run)
    {
        var (protocol, first, last) = (run[0].Protocol, run[0].Number, run[^1].Number);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The {protocol} ports {first} to {last} stand one by one. One entry says the same: "
                + $"`{{protocol: {protocol}, port: {first}, endPort: {last}}}`.");
    }

    sealed record SinglePort(string Protocol, int Number, Place Place);
}
