namespace Merlon.Tests.BruteForce;

/// <summary>The choices a manifest's author has for saying the same thing.</summary>
sealed class ManifestStyle(Random random)
{
    /// <summary>For a field without a value: usually left out, sometimes written as null.</summary>
    public YamlNode? Missing() => random.Chance(15) ? new YamlNull() : null;

    public YamlNode? Optional<T>(T? value, Func<T, YamlNode> write)
        where T : class => value is null ? Missing() : write(value);

    public YamlNode? OptionalList<T>(IReadOnlyList<T>? values, Func<T, YamlNode> write) =>
        Optional(values, present => List(present, write));

    public YamlNode? OptionalText(string? text) => text is null ? Missing() : text;

    public YamlNode? OptionalNumber(int? number) => number is null ? Missing() : number.Value;

    public bool Chance(int percent) => random.Chance(percent);

    public static YamlList List<T>(IEnumerable<T> values, Func<T, YamlNode> write) => new([.. values.Select(write)]);

    public static YamlList List(IEnumerable<string> texts) => List(texts, text => (YamlNode)text);

    public static YamlMap Map(IReadOnlyDictionary<string, string> labels) =>
        labels.Aggregate(new YamlMap(), (map, label) => map.With(label.Key, label.Value));

    public YamlMap Object(string apiVersion, string kind, YamlMap metadata) =>
        new YamlMap().With("apiVersion", apiVersion).With("kind", kind).With(
            "metadata",
            Chance(5) ? metadata.With("creationTimestamp", new YamlNull()) : metadata);

    /// <summary>Metadata of a namespaced object; a missing namespace means the one named default.</summary>
    public YamlMap Metadata(string ns, string name, IReadOnlyDictionary<string, string>? labels = null)
    {
        var metadata = new YamlMap().With("name", name);
        if (ns != "default" || Chance(60))
        {
            metadata = metadata.With("namespace", ns);
        }

        return labels is null || (labels.Count == 0 && Chance(60)) ? metadata : metadata.With("labels", Map(labels));
    }
}
