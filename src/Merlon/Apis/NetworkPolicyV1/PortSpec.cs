using Merlon.Diagnostics;
using Merlon.Resources;

namespace Merlon.Apis.NetworkPolicyV1;

/// <summary>A port entry as written.</summary>
/// <param name="Protocol">The protocol; null where missing, which means TCP.</param>
/// <param name="Port">The port; null means every port of the protocol.</param>
/// <param name="EndPort">The last port of a range that starts at <paramref name="Port"/>.</param>
/// <param name="Place">Where it stands.</param>
public sealed record PortSpec(string? Protocol, IntOrString? Port, int? EndPort, Place Place)
{
    public string EffectiveProtocol => Protocol ?? "TCP";

    /// <summary>For example <c>TCP 9001-9022</c>.</summary>
    public override string ToString() =>
        $"{EffectiveProtocol}{(Port is null ? "" : $" {Port}")}{(EndPort is null ? "" : $"-{EndPort}")}";
}
