using Merlon.Lab.Planning;

namespace Merlon.Lab.Networks;

/// <summary>How the pods of one node are joined to it, as lines for <c>ip -batch</c>. A pod's interface is <c>eth0</c>.</summary>
interface IPodNetwork
{
    /// <summary>In the node, before its pods.</summary>
    IEnumerable<string> NodeCommands();

    /// <summary>In the node, for a pod behind this interface.</summary>
    IEnumerable<string> NodeCommands(LabPlace pod, string port);

    /// <summary>In the pod.</summary>
    IEnumerable<string> PodCommands(LabPlace pod);
}
