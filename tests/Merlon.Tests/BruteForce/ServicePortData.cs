namespace Merlon.Tests.BruteForce;

/// <summary>A service port. It has at most one of the two targets; without one the port itself is it.</summary>
sealed record ServicePortData(string Name, int Port, string? Protocol, int? TargetNumber, string? TargetName);
