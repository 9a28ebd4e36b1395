namespace Merlon.TestServer;

/// <summary>What goes wrong with one request.</summary>
public abstract record Fault
{
    Fault() { }

    /// <summary>The answer is this status, and nothing else.</summary>
    public sealed record Answer(int Code, int? RetryAfterSeconds = null) : Fault;

    /// <summary>The connection breaks after so many bytes of the body.</summary>
    public sealed record Cut(int AfterBytes) : Fault;

    /// <summary>After so many bytes nothing more comes, and the connection stays open.</summary>
    public sealed record Stall(int AfterBytes) : Fault;

    /// <summary>Each piece of the body waits so long, and is so small.</summary>
    public sealed record Slow(TimeSpan Delay, int PieceBytes) : Fault;

    /// <summary>A watch tells again what happened before the version that was asked for.</summary>
    public sealed record Repeat(int Versions) : Fault;

    /// <summary>A watch ends with an ERROR event of this code after so many events.</summary>
    public sealed record ErrorEvent(int Code, int AfterEvents) : Fault;
}

/// <summary>A request as faults and tests see it.</summary>
public sealed record ServedRequest(string Method, string Path, string Query, ServedResource? Resource, bool IsWatch);
