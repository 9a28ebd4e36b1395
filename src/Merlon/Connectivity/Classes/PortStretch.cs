using Merlon.Model;

namespace Merlon.Connectivity.Classes;

/// <summary>A protocol and ports of it that the rules at hand do not tell apart.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Ports">The ports; for a protocol without ports the one range of port 0.</param>
readonly record struct PortStretch(Protocol Protocol, PortRange Ports);
