namespace Merlon.TestServer;

/// <summary>A request that is answered with a <c>Status</c>.</summary>
public sealed class StatusException(int code, string reason, string message) : Exception(message)
{
    public int Code => code;

    public string Reason => reason;

    public static StatusException NotFound(string what) => new(404, "NotFound", $"{what} not found");

    public static StatusException Expired() =>
        new(410, "Expired", "The provided continue parameter is too old or the resource version has been compacted.");
}
