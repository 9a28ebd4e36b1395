namespace Merlon.Tests.BruteForce;

enum PodPhase
{
    Running,
    Pending,
    Succeeded,
    Failed,
}
