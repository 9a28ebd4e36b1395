using Merlon.Model;

namespace Merlon.Resources;

/// <summary>One port of an EndpointSlice.</summary>
/// <param name="Name">The name of the Service's port; empty for the only one.</param>
/// <param name="Protocol">Its protocol.</param>
/// <param name="Number">The port on the endpoints.</param>
public sealed record SlicePort(string Name, Protocol Protocol, ushort Number);
