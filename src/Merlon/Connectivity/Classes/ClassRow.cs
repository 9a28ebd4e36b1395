namespace Merlon.Connectivity.Classes;

/// <summary>What the members of one class may open towards whom. Who is in no cell is out of reach.</summary>
/// <param name="Source">The class.</param>
/// <param name="Cells">Disjoint sets of classes, each with what is open towards it.</param>
readonly record struct ClassRow(int Source, IReadOnlyList<(Opening Opening, BitSet Destinations)> Cells);
