using System.Net;

namespace Merlon.Kubernetes;

/// <summary>An API server answered, and not with what was asked for.</summary>
public sealed class KubernetesApiException : Exception
{
    internal KubernetesApiException(HttpStatusCode status, string message, TimeSpan? retryAfter = null) : base(message) =>
        (Status, RetryAfter) = (status, retryAfter);

    public HttpStatusCode Status { get; }

    /// <summary>How long the server asks to be left alone; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Whether the server tells that the asked-for version lies ahead of what it knows.</summary>
    internal bool IsVersionTooNew { get; init; }

    internal static KubernetesApiException VersionTooNew() =>
        new(HttpStatusCode.Gone, "the server knows less than before: its state is read anew") { IsVersionTooNew = true };
}
