using System.Collections.Immutable;
using Merlon.Connectivity.Classes;
using Merlon.Connectivity.Groups;
using Merlon.Evaluation;
using Merlon.Model;

namespace Merlon.Connectivity.Differences;

/// <summary>Compares two versions of a cluster, pair by pair.</summary>
public static class ConnectivityComparison
{
    public static ConnectivityDifference Compare(Evaluator old, Evaluator @new)
    {
        ImmutableArray<Cidr> borders =
            [.. PolicyTerms.Of(old).Blocks.Concat(PolicyTerms.Of(@new).Blocks).Distinct().Order()];
        var (before, after) = (new ConnectivityMap(old, borders), new ConnectivityMap(@new, borders));
        var (oldUnits, newUnits) = (new UnitList(before), new UnitList(after));
        var common = CommonUnits.Of(before, oldUnits, after, newUnits);
        var matrix = new ChangeMatrix(before, oldUnits, after, newUnits, common.Units);
        var witnesses = new WitnessFinder(before, after);
        return new ConnectivityDifference(
            [.. matrix.Opened.SelectMany(group => witnesses.Changes(group, common.Units))],
            [.. matrix.Closed.SelectMany(group => witnesses.Changes(group, common.Units))],
            common.New,
            common.Gone,
            matrix.Unchanged);
    }
}
