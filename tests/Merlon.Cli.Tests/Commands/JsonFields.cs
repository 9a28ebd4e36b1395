using System.Text.Json;

namespace Merlon.Cli.Tests.Commands;

/// <summary>The fields of JSON answers as paths with their types: <c>cases[].port number</c>.</summary>
static class JsonFields
{
    /// <summary>All that occur in the texts, distinct and ordered.</summary>
    public static IReadOnlyList<string> Of(params IEnumerable<string> texts) =>
        [.. texts
            .SelectMany(text => Paths("", JsonDocument.Parse(text).RootElement))
            .Distinct()
            .Order(StringComparer.Ordinal)];

    static IEnumerable<string> Paths(string path, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object =>
            element
                .EnumerateObject()
                .SelectMany(field => Paths(path.Length == 0 ? field.Name : $"{path}.{field.Name}", field.Value)),
        JsonValueKind.Array =>
            element.EnumerateArray().SelectMany(item => Paths(path + "[]", item)).Prepend($"{path} array"),
        JsonValueKind.True or JsonValueKind.False => [$"{path} boolean"],
        var kind => [$"{path} {kind.ToString().ToLowerInvariant()}"],
    };
}
