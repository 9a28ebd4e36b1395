namespace Merlon.Tests.BruteForce;

enum ContainerKind
{
    Regular,

    /// <summary>An init container that ends before the regular ones start.</summary>
    PlainInit,

    /// <summary>An init container that is always restarted and so keeps running.</summary>
    Sidecar,
}
