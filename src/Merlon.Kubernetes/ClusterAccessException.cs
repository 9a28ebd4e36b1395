namespace Merlon.Kubernetes;

/// <summary>
/// A cluster cannot be spoken to as its configuration says; the message names the file and the field.
/// </summary>
public sealed class ClusterAccessException : Exception
{
    public ClusterAccessException(string message) : base(message) { }

    public ClusterAccessException(string message, Exception reason) : base(message, reason) { }
}
