namespace Merlon.Tests.BruteForce;

/// <summary>What happens to connections to a service, taken over all of its backends.</summary>
enum ServiceOutcome
{
    NoBackend,
    AllAllowed,
    AllDenied,
    Mixed,
}
