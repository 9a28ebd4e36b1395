namespace Merlon.Model;

/// <summary>One destination behind a Service port.</summary>
/// <param name="End">The pod or address.</param>
/// <param name="Port">The port on it, after translation.</param>
public sealed record Backend(FlowEnd End, ushort Port);
