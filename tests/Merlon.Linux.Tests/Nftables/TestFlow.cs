using System.Net;

namespace Merlon.Linux.Tests.Nftables;

/// <summary>Datagrams from one address to another.</summary>
/// <param name="Name">What to count it under: letters and underscores.</param>
/// <param name="Source">Whom they are from.</param>
/// <param name="Destination">Whom they are for.</param>
sealed record TestFlow(string Name, IPAddress Source, IPAddress Destination);
