using Merlon.Diagnostics;
using Merlon.Evaluation;
using Merlon.Evaluation.Hosts;

namespace Merlon.Cli.Output;

/// <summary>Says in one line what decides a flow, with the place of it.</summary>
static class DecisionText
{
    /// <summary>The direction that denies, or what allows in both.</summary>
    public static IEnumerable<(string Text, SourceLocation? Place)> Of(FlowResult result)
    {
        var sides = new[] { ("egress", result.Egress), ("ingress", result.Ingress) };
        if (result.Verdict != Verdict.Allow && sides.Any(side => side.Item2.Verdict == result.Verdict))
        {
            return sides.Where(side => side.Item2.Verdict == result.Verdict).Take(1).Select(side => Of(side.Item1, side.Item2));
        }
        if (result.Verdict != Verdict.Allow)
        {
            return result.HostVerdict == result.Verdict
                ? [OfHost(result.HostEndpoints.First(host => host.Verdict == result.Verdict))]
                : [("the firewall of a host decides", null)];
        }
        var ruled = sides.Where(side => side.Item2.Basis == Basis.Rule).Select(side => Of(side.Item1, side.Item2)).ToList();
        return ruled.Count > 0 ? ruled : [("allowed: not isolated", null)];
    }

    static (string Text, SourceLocation? Place) OfHost(HostResult host)
    {
        if (HostWords.Doubt(host) is { } doubt) return (doubt, null);
        var name = HostWords.Describe(host, host.Told);
        return HostWords.Ground(host, host.Told.Result) is { } ground
            ? ($"{name}: {ground}", host.Told.Endpoint?.Location)
            : Of($"{name}:", host.Told.Result);
    }

    static (string Text, SourceLocation? Place) Of(string side, DirectionResult result) => result.Basis switch
    {
        Basis.Rule => (
            $"{side} {(result.Verdict == Verdict.Allow ? "allowed" : "denied")} by {result.Policy!.Id.QualifiedName} rule {result.Rule!.Number}",
            result.Rule.Origin),
        Basis.TierDefault => (
            $"{side} denied: isolated by {result.Policy!.Id.QualifiedName}, and no rule allows it", result.Policy.Origin),
        Basis.MayMatch => (
            $"{side} unknown: nobody can say whether {result.Policy!.Id.QualifiedName} rule {result.Rule!.Number} matches",
            result.Rule.Origin),
        _ => ($"{side} allowed: not isolated", null),
    };
}
