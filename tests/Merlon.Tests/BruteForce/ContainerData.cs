namespace Merlon.Tests.BruteForce;

sealed record ContainerData(string Name, ContainerKind Kind, IReadOnlyList<ContainerPortData> Ports);
