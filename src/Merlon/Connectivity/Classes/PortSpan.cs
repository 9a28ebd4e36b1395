using Merlon.Evaluation;
using Merlon.Model;

namespace Merlon.Connectivity.Classes;

/// <summary>A stretch of ports of one protocol that are open, or of which nobody knows whether they are.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Ports">The ports; for a protocol without ports the one range of port 0.</param>
/// <param name="Verdict">Allow or Unknown: what is denied is in no span.</param>
readonly record struct PortSpan(Protocol Protocol, PortRange Ports, Verdict Verdict);
