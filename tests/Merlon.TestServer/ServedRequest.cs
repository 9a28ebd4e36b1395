namespace Merlon.TestServer;

/// <summary>A request as faults and tests see it.</summary>
public sealed record ServedRequest(string Method, string Path, string Query, ServedResource? Resource, bool IsWatch);
