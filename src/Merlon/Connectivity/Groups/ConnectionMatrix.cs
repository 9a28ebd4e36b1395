using System.Collections.Immutable;
using Merlon.Connectivity.Classes;
using Merlon.Model;

namespace Merlon.Connectivity.Groups;

/// <summary>A row and a column of the matrix.</summary>
/// <param name="Name">A workload, pod, node, or range outside.</param>
/// <param name="Namespace">Its namespace; null for a node, empty for the outside.</param>
public sealed record MatrixEnd(string Name, string? Namespace);

/// <summary>
/// All pairs of workloads, nodes and ranges outside, equal rows and equal columns kept once. What is exempt from
/// policies between a node and the pods that it hosts is left out.
/// </summary>
/// <param name="Ends">By namespace, then name; nodes, then the outside last.</param>
/// <param name="Rows">By end the row of <paramref name="Cells"/> that tells what it may open; -1 for nothing.</param>
/// <param name="Columns">By end the column of <paramref name="Cells"/>.</param>
/// <param name="Cells">By row and column the place in <paramref name="Values"/>.</param>
/// <param name="Values">What is open, by IP version where they differ; the first is nothing.</param>
public sealed record ConnectionMatrix(
    ImmutableArray<MatrixEnd> Ends,
    ImmutableArray<int> Rows,
    ImmutableArray<int> Columns,
    ImmutableArray<ImmutableArray<int>> Cells,
    ImmutableArray<ImmutableArray<(Opening Opening, IpFamily? Family)>> Values)
{
    public static ConnectionMatrix Of(ConnectivityMap map)
    {
        var list = new UnitList(map);
        var all = BitSet.All(list.Units.Length);
        var quotient = Quotient.Of(map, list, all, all);
        var ranges = map.Outside.Fold(place => place, (_, _) => false).ToDictionary(range => range.Value, range => range.Name);
        var members = list.Units
            .SelectMany((unit, i) => unit.Names
                .Select(name => (End: new MatrixEnd(name.Text, name.Namespace), Unit: i))
                .Concat(unit.Places.Select(place => (End: new MatrixEnd(ranges[place], ""), Unit: i))))
            .OrderBy(member => member.End.Namespace is null ? 1 : member.End.Namespace.Length == 0 ? 2 : 0)
            .ThenBy(member => member.End.Namespace, StringComparer.Ordinal)
            .ThenBy(member => member.End.Name, StringComparer.Ordinal)
            .DistinctBy(member => member.End)
            .ToList();
        return new ConnectionMatrix(
            [.. members.Select(member => member.End)],
            Places(quotient.Sources),
            Places(quotient.Destinations),
            [.. quotient.Cells.Select(row => row.ToImmutableArray())],
            [.. quotient.Values.Select(value => value.Parts.ToImmutableArray())]);

        ImmutableArray<int> Places(List<BitSet> groups)
        {
            var placeOf = new int[list.Units.Length];
            Array.Fill(placeOf, -1);
            for (var place = 0; place < groups.Count; place++)
            {
                foreach (var unit in groups[place]) placeOf[unit] = place;
            }
            return [.. members.Select(member => placeOf[member.Unit])];
        }
    }
}
