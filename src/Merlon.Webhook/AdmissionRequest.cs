using System.Text;
using System.Text.Json;
using Merlon.Manifests;

namespace Merlon.Webhook;

/// <summary>A change that the API server asks about.</summary>
/// <param name="Uid">What the answer must name.</param>
/// <param name="Object">The object after the change; null for a deletion.</param>
/// <param name="OldObject">The object before it; null for a creation.</param>
sealed record AdmissionRequest(string Uid, SourceText? Object, SourceText? OldObject)
{
    /// <summary>The names under which findings place themselves.</summary>
    public const string ObjectName = "request.object";
    public const string OldObjectName = "request.oldObject";

    /// <summary>Reads an AdmissionReview; null where it is none.</summary>
    public static AdmissionRequest? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || Text(root, "apiVersion") != "admission.k8s.io/v1" || Text(root, "kind") != "AdmissionReview"
                || !root.TryGetProperty("request", out var request) || Text(request, "uid") is not { } uid) return null;
            return new AdmissionRequest(uid, Source(request, "object", ObjectName), Source(request, "oldObject", OldObjectName));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static SourceText? Source(JsonElement request, string field, string name) =>
        request.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Object
            ? new SourceText(name, Encoding.UTF8.GetBytes(value.GetRawText())) { IsStored = true }
            : null;

    static string? Text(JsonElement element, string field) =>
        element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
