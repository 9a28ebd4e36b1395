using System.Globalization;

namespace Merlon.Tests.BruteForce;

/// <summary>Writes values as YAML; block or flow style, quotes, nulls and indentation are left to chance.</summary>
sealed class YamlWriter(Random random)
{
    static readonly string[] Nulls = ["null", "~", "Null", "NULL"];

    public string Write(YamlNode document)
    {
        if (random.Chance(6))
        {
            return Json(document);
        }

        return string.Join('\n', random.Chance(6) ? [Flow(document)] : BlockLines(document));
    }

    IReadOnlyList<string> BlockLines(YamlNode node) => node switch
    {
        YamlMap { Entries.Count: > 0 } map => [.. Ordered(map).SelectMany(entry => EntryLines(entry.Key, entry.Value))],
        YamlList { Items.Count: > 0 } list => [.. list.Items.SelectMany(ItemLines)],
        _ => [Flow(node)],
    };

    IEnumerable<string> EntryLines(string key, YamlNode value)
    {
        var start = Text(key) + ":";
        if (value is YamlNull && random.Chance(50))
        {
            return [start];
        }

        if (IsInline(value))
        {
            return [$"{start} {Flow(value)}{(random.Chance(2) ? " # as agreed: yes" : "")}"];
        }

        // A list may start in the column of its key, a map may not.
        string[] indentations = value is YamlList ? ["", "  "] : ["  ", "  ", "    "];
        var indentation = random.Pick(indentations);
        return [start, .. BlockLines(value).Select(line => indentation + line)];
    }

    IEnumerable<string> ItemLines(YamlNode item)
    {
        if (item is YamlNull && random.Chance(50))
        {
            return ["-"];
        }

        return IsInline(item)
            ? ["- " + Flow(item)]
            : BlockLines(item).Select((line, index) => (index == 0 ? "- " : "  ") + line);
    }

    bool IsInline(YamlNode node) => node switch
    {
        YamlMap map => map.Entries.Count == 0 || random.Chance(20),
        YamlList list => list.Items.Count == 0 || random.Chance(25),
        _ => true,
    };

    string Flow(YamlNode node) => node switch
    {
        YamlMap { Entries.Count: 0 } => "{}",
        YamlMap map => $"{{{string.Join(", ", Ordered(map).Select(FlowEntry))}}}",
        YamlList list => $"[{string.Join(", ", list.Items.Select(Flow))}]",
        YamlNull => random.Pick(Nulls),
        YamlString text => Text(text.Text),
        YamlNumber number => number.Value.ToString(CultureInfo.InvariantCulture),
        YamlDecimal number => number.Value.ToString(CultureInfo.InvariantCulture),
        YamlBoolean boolean => boolean.Value ? "true" : "false",
        _ => throw new ArgumentException($"`{node}` cannot be written", nameof(node)),
    };

    string FlowEntry(KeyValuePair<string, YamlNode> entry) => $"{Text(entry.Key)}: {Flow(entry.Value)}";

    static string Json(YamlNode node) => node switch
    {
        YamlMap map => $"{{{string.Join(",", map.Entries.Select(entry => $"\"{entry.Key}\":{Json(entry.Value)}"))}}}",
        YamlList list => $"[{string.Join(",", list.Items.Select(Json))}]",
        YamlNull => "null",
        YamlString text => DoubleQuoted(text.Text),
        YamlNumber number => number.Value.ToString(CultureInfo.InvariantCulture),
        YamlDecimal number => number.Value.ToString(CultureInfo.InvariantCulture),
        YamlBoolean boolean => boolean.Value ? "true" : "false",
        _ => throw new ArgumentException($"`{node}` cannot be written", nameof(node)),
    };

    string Text(string text) => random.Next(100) switch
    {
        < 75 when YamlPlainText.IsSafe(text) => text,
        < 90 => DoubleQuoted(text),
        _ => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
    };

    static string DoubleQuoted(string text) => $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    IReadOnlyList<KeyValuePair<string, YamlNode>> Ordered(YamlMap map) =>
        random.Chance(10) ? random.Shuffled(map.Entries) : map.Entries;
}
