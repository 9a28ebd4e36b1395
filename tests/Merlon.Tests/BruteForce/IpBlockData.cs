namespace Merlon.Tests.BruteForce;

sealed record IpBlockData(string Cidr, IReadOnlyList<string>? Except);
