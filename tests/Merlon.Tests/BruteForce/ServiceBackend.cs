namespace Merlon.Tests.BruteForce;

/// <summary>A pod behind a service, with the port the service's connections reach it at.</summary>
sealed record ServiceBackend(ResolvedEndpoint Endpoint, int Port);
