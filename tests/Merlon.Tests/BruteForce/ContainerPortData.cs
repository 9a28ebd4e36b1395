namespace Merlon.Tests.BruteForce;

sealed record ContainerPortData(string? Name, int Number, string? Protocol);
