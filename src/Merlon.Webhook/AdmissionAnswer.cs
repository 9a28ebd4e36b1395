using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Merlon.Webhook;

/// <summary>The answer to a review.</summary>
/// <param name="Uid">The uid of the request.</param>
/// <param name="Warnings">What <c>kubectl</c> shows, a line each.</param>
/// <param name="Refusal">Why the change is refused; null where it is allowed.</param>
sealed record AdmissionAnswer(string Uid, ImmutableArray<string> Warnings, string? Refusal)
{
    /// <summary>The API server cuts what is longer, and drops what all warnings have beyond 4096.</summary>
    const int LongestWarning = 256;

    static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ReadOnlyMemory<byte> ToJson()
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable)) Write(json);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("apiVersion", "admission.k8s.io/v1");
        json.WriteString("kind", "AdmissionReview");
        json.WriteStartObject("response");
        json.WriteString("uid", Uid);
        json.WriteBoolean("allowed", Refusal is null);
        if (Refusal is not null)
        {
            json.WriteStartObject("status");
            json.WriteNumber("code", 403);
            json.WriteString("message", Refusal);
            json.WriteEndObject();
        }
        if (!Warnings.IsEmpty)
        {
            json.WriteStartArray("warnings");
            foreach (var warning in Warnings) json.WriteStringValue(Shorten(warning));
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static string Shorten(string text) => text.Length <= LongestWarning ? text : text[..(LongestWarning - 1)] + "…";
}
