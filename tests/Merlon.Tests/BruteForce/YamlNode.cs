namespace Merlon.Tests.BruteForce;

/// <summary>A value of a manifest, before it is known how it will be written.</summary>
abstract record YamlNode
{
    public static implicit operator YamlNode(string text) => new YamlString(text);

    public static implicit operator YamlNode(int number) => new YamlNumber(number);
}

sealed record YamlNull : YamlNode;

sealed record YamlString(string Text) : YamlNode;

sealed record YamlNumber(int Value) : YamlNode;

sealed record YamlDecimal(double Value) : YamlNode;

sealed record YamlBoolean(bool Value) : YamlNode;

sealed record YamlList(IReadOnlyList<YamlNode> Items) : YamlNode;

sealed record YamlMap : YamlNode
{
    public IReadOnlyList<KeyValuePair<string, YamlNode>> Entries { get; init; } = [];

    /// <summary>This map with one more entry, or unchanged when there is no value.</summary>
    public YamlMap With(string key, YamlNode? value) =>
        value is null ? this : this with { Entries = [.. Entries, KeyValuePair.Create(key, value)] };
}
