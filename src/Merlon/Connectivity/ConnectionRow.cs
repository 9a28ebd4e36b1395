using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Connectivity;

/// <summary>What one end may open towards another.</summary>
/// <param name="From">
/// A workload, pod or node by id, or a range of outside addresses. A node of several addresses that fare differently is
/// written with the address: <c>node/n1 (192.0.2.1)</c>.
/// </param>
/// <param name="To">Likewise.</param>
/// <param name="Opening">What is open, and of what nobody can tell whether it is; never nothing.</param>
/// <param name="Family">The IP version that this holds for; null where it holds for all that the two share.</param>
public sealed record ConnectionRow(
    string From, string To, Opening Opening, IpFamily? Family = null)
{
    /// <summary>The open ports by protocol, ordered.</summary>
    public ImmutableArray<Connection> Connections => Opening.Open;
}
