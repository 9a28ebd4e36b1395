namespace Merlon.Kubernetes.Decoding;

/// <summary>One event of a watch.</summary>
abstract record WatchEvent
{
    WatchEvent() { }

    /// <summary>An object changed; the version is that of the change.</summary>
    public sealed record Changed(ObjectChange Change, string ResourceVersion) : WatchEvent;

    /// <summary>Nothing happened up to this version.</summary>
    public sealed record Bookmark(string ResourceVersion) : WatchEvent;

    /// <summary>The server ends the watch.</summary>
    public sealed record Failed(int Code, string Message) : WatchEvent;
}
