using System.Text;

namespace Merlon.Agent.Observing;

/// <summary>What a request is answered with.</summary>
/// <param name="Status">The number and its words, such as <c>200 OK</c>.</param>
/// <param name="Type">The type of the content.</param>
/// <param name="Content">The content.</param>
sealed record HttpAnswer(string Status, string Type, byte[] Content)
{
    public static HttpAnswer Text(string text, bool isGood = true) =>
        new(isGood ? "200 OK" : "503 Service Unavailable", "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    public static HttpAnswer Json(byte[] content) => new("200 OK", "application/json", content);

    public static HttpAnswer NotFound(string text) => new("404 Not Found", "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    public static HttpAnswer Wrong { get; } = new("400 Bad Request", "text/plain; charset=utf-8", "GET is all there is\n"u8.ToArray());
}
