namespace Merlon.Agent;

/// <summary>A bridge that pods are on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsFiltered">Whether what pods on it send each other meets the ruleset.</param>
public sealed record BridgeState(string Name, bool IsFiltered);
