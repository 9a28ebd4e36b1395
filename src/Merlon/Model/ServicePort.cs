using System.Collections.Immutable;

namespace Merlon.Model;

/// <summary>One port of a Service.</summary>
/// <param name="Name">Its name, or null.</param>
/// <param name="Protocol">Its protocol.</param>
/// <param name="Port">The port that clients use.</param>
/// <param name="TargetText">The <c>targetPort</c> as written; the port itself where none is.</param>
/// <param name="NodePort">The port opened on every node, or null.</param>
/// <param name="Backends">Where connections end, one per pod and address family.</param>
public sealed record ServicePort(
    string? Name,
    Protocol Protocol,
    ushort Port,
    string TargetText,
    ushort? NodePort,
    ImmutableArray<Backend> Backends)
{
    /// <summary>Backends that are not ready, so that no connection is sent to them.</summary>
    public ImmutableArray<Backend> Unready { get; init; } = [];
}
