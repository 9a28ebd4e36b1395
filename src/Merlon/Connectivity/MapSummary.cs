namespace Merlon.Connectivity;

/// <summary>The size of a map.</summary>
/// <param name="Classes">How many classes of ends no policy tells apart.</param>
/// <param name="Groups">How many different walks through the tiers there are, both directions together.</param>
/// <param name="OpenPairs">How many ordered pairs of classes may open anything.</param>
public readonly record struct MapSummary(int Classes, int Groups, long OpenPairs);
