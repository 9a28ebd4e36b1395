using Merlon.Model;

namespace Merlon.Resources;

/// <summary>One port of a Service as written.</summary>
public sealed record ServicePortSpec(
    string? Name, Protocol Protocol, ushort Port, IntOrString? TargetPort, ushort? NodePort);
