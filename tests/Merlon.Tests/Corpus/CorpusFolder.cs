using System.Text.Json;
using Merlon.Manifests;

namespace Merlon.Tests.Corpus;

/// <summary>The third-party cases that lie beside the project.</summary>
static class CorpusFolder
{
    public static string Root { get; } = Path.Combine(Repository.Root, "..", "shared", "corpus");

    public static bool Exists => Directory.Exists(Root);

    /// <summary>Skips the test where the cases are absent, and fails it on CI, where they never may be.</summary>
    public static void Require()
    {
        if (Exists) return;
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"The third-party cases are missing: {Root}");
        Assert.Skip($"The third-party cases are not beside the project ({Root}).");
    }

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>
    /// How the manifests of a case are read: some speak of objects that only a newer server would have stored.
    /// </summary>
    public static ReadOptions OptionsOf(JsonElement @case) => ReadOptions.Default with
    {
        FieldValidation = @case.TryGetProperty("tags", out var tags)
            && tags.EnumerateArray().Any(tag => tag.GetString() == "unknown-field")
                ? FieldValidation.Stored
                : FieldValidation.Strict,
    };

    /// <summary>The lines of a file of cases; none where the cases are absent.</summary>
    public static IEnumerable<JsonElement> Lines(string relative) => Exists
        ? File.ReadLines(PathOf(relative))
            .Where(line => line.Length > 0)
            .Select(line => JsonDocument.Parse(line).RootElement)
        : [];
}
