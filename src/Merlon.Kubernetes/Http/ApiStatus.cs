using System.Globalization;
using System.Text.Json;

namespace Merlon.Kubernetes.Http;

/// <summary>Reads the <c>Status</c> object that an API server answers failures with.</summary>
static class ApiStatus
{
    const int MaxBytes = 64 << 10;

    /// <summary>What the answer says, read as far as it is a Status.</summary>
    public static async Task<KubernetesApiException> ReadAsync(
        HttpResponseMessage response, TimeProvider time, CancellationToken stop)
    {
        var body = new byte[MaxBytes];
        var length = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(stop);
            length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, stop);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The status line says enough.
        }
        var (message, tooNew) = Parse(body.AsSpan(0, length));
        message ??= string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {response.ReasonPhrase}");
        return new KubernetesApiException(response.StatusCode, message, RetryAfterOf(response, time))
        {
            IsVersionTooNew = tooNew,
        };
    }

    static TimeSpan? RetryAfterOf(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    static (string? Message, bool IsVersionTooNew) Parse(ReadOnlySpan<byte> json)
    {
        var tooNew = json.IndexOf("\"ResourceVersionTooLarge\""u8) >= 0;
        var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1) continue;
                if (!reader.ValueTextEquals("message"u8)) continue;
                if (reader.Read() && reader.TokenType == JsonTokenType.String) return (reader.GetString(), tooNew);
            }
        }
        catch (JsonException)
        {
            // Something in between answered, in its own words: the status line says enough.
        }
        return (null, tooNew);
    }
}
