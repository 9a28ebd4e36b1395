namespace Merlon.Lab.Networks;

/// <summary>A pair of interfaces, one in each of two network namespaces.</summary>
public sealed record Link(string Netns, string Interface, string PeerNetns, string PeerInterface);
