namespace Merlon.Tests.BruteForce;

/// <summary>A port entry: a number (perhaps with an end), a name, or neither.</summary>
sealed record PolicyPortData(string? Protocol, int? Number, string? Name, int? EndPort);
