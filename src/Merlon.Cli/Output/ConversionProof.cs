using System.Globalization;
using System.Text;
using Merlon.Apis;
using Merlon.Connectivity.Comparison;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Cli.Output;

/// <summary>
/// Shows that converted policies judge every flow as the original ones: reads them back, and has both judge the cluster
/// that came with them, or one made up for their selectors.
/// </summary>
static class ConversionProof
{
    /// <summary>Whether all verdicts are the same.</summary>
    public static bool Write(Page page, ManifestSet manifests, ConvertedPolicies conversion, ReadOptions options)
    {
        var read = ManifestReader.Read(
            [new SourceText("converted", Encoding.UTF8.GetBytes(conversion.Yaml))], options);
        if (!read.Unread.IsEmpty)
        {
            foreach (var found in read.Diagnostics) page.Wrapped($"merlon: {found.Path}: {found.Message}", 2);
            return false;
        }
        var before = Snapshot.From(manifests.Resources, []);
        var after = Snapshot.From(Replace(manifests.Resources, conversion, read.Resources), []);
        var hasCluster = before.Cluster.Endpoints.Any(endpoint => endpoint.IsOnPodNetwork);
        var madeUp = hasCluster ? null : SpanningCluster.Of(before.Policies);
        var comparison = VerdictComparison.Of(madeUp?.Cluster ?? before.Cluster, before.Policies, after.Policies);
        Tell(page, comparison, madeUp);
        return comparison.Difference is null;
    }

    static ResourceSet Replace(ResourceSet resources, ConvertedPolicies conversion, ResourceSet added) => resources with
    {
        Policies =
        [
            .. resources.Policies.Where(policy => !conversion.Replaced.Contains(policy.Id)),
            .. added.Policies,
        ],
    };

    static void Tell(Page page, VerdictComparison comparison, SpanningCluster? madeUp)
    {
        if (comparison.Difference is { } difference)
        {
            var flow = difference.Flow;
            page.Wrapped(
                $"merlon: NOT the same: {flow.Source} → {flow.Destination} {flow.PortText} was "
                    + $"{Words(difference.Before)}, and is {Words(difference.After)}",
                2);
            return;
        }
        var flows = comparison.Flows.ToString("N0", CultureInfo.InvariantCulture);
        page.Wrapped(
            $"merlon: the same: {flows} flows have the same verdict before and after, in both directions: between every "
                + $"two of {comparison.Ends} ends, TCP, UDP and SCTP at every port where a rule draws a border, and ICMP",
            2);
        page.Wrapped(Cover(comparison, madeUp), 2);
    }

    static string Cover(VerdictComparison comparison, SpanningCluster? madeUp) => madeUp switch
    {
        null => $"  the ends stand for all {comparison.KnownEnds} of the cluster given (of pods that no policy can tell "
            + "apart, two are asked) and for every stretch of addresses outside; pods with other labels are not covered",
        { IsComplete: true } => "  there is no pod in the input: the ends are made up, and hold every combination of the "
            + "labels that the selectors ask about",
        _ => "  there is no pod in the input: the ends are made up, with every label and value that the selectors ask "
            + "about; there are too many combinations to hold them all",
    };

    static string Words(FlowResult result) => result.Verdict switch
    {
        Verdict.Allow => "allowed",
        Verdict.Deny => $"denied (egress {result.Egress.Verdict}, ingress {result.Ingress.Verdict})",
        _ => "unknown",
    };
}
