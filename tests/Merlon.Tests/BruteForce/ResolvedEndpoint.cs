using System.Net;

namespace Merlon.Tests.BruteForce;

/// <summary>
/// One end of a flow: a live pod of the pod network, a node (also for its hostNetwork pods), or neither.
/// </summary>
sealed record ResolvedEndpoint(PodData? Pod, NodeData? Node, IPAddress? Address);
