namespace Merlon.Model;

/// <summary>A port that a container declares (<c>containers[].ports[]</c>).</summary>
/// <param name="Name">The name, or null: an unnamed port documents, and no policy can refer to it.</param>
/// <param name="Protocol">TCP, UDP or SCTP; TCP where the manifest names none.</param>
/// <param name="Number">The <c>containerPort</c>, 1 to 65535.</param>
/// <param name="Container">What kind of container declares it.</param>
public sealed record ContainerPort(string? Name, Protocol Protocol, ushort Number, ContainerKind Container);
