namespace Merlon.Connectivity.Classes;

/// <summary>Other ends for which a subject fares alike, and what it may send to them or receive from them.</summary>
readonly record struct Share(PortSet Ports, BitSet Peers);
