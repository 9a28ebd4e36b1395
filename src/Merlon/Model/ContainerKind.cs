namespace Merlon.Model;

/// <summary>When a container of a pod runs.</summary>
public enum ContainerKind
{
    Regular,

    /// <summary>An init container with <c>restartPolicy: Always</c>: runs beside the regular ones.</summary>
    Sidecar,

    /// <summary>An init container that ends before the regular ones start.</summary>
    Init,
}
