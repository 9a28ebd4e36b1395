namespace Merlon.Tests.BruteForce;

/// <summary>A node with its addresses, at most one of each family in each list.</summary>
sealed record NodeData(
    string Name,
    IReadOnlyList<string> InternalAddresses,
    IReadOnlyList<string> ExternalAddresses)
{
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IEnumerable<string> Addresses => InternalAddresses.Concat(ExternalAddresses);
}
