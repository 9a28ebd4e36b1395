using Merlon.Manifests.Nodes;

namespace Merlon.Kubernetes.Access;

/// <summary>An object of a kubeconfig file, which knows where it stands: wrong values are told with file, line and
/// field.</summary>
sealed class ConfigValue(MappingNode mapping, string file, string path)
{
    /// <summary>The folder that relative paths in the file start from.</summary>
    public string Folder => Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";

    /// <summary>A text; null where it is missing or empty.</summary>
    public string? Text(string name) => mapping[name] switch
    {
        null => null,
        { IsNull: true } => null,
        ScalarNode { Text: var text } => text.Length == 0 ? null : text,
        var other => throw Fault(name, $"is {other.TypeName}, and text belongs here"),
    };

    /// <summary>The path of a file, from the folder of this one.</summary>
    public string? FilePath(string name) => Text(name) is { } path ? Path.GetFullPath(path, Folder) : null;

    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        var other => throw Fault(name, $"is `{other}`, and true or false belongs here"),
    };

    public ConfigValue? Object(string name) => mapping[name] switch
    {
        null => null,
        { IsNull: true } => null,
        MappingNode inner => new ConfigValue(inner, file, Below(name)),
        var other => throw Fault(name, $"is {other.TypeName}, and an object belongs here"),
    };

    public IEnumerable<ConfigValue> Objects(string name)
    {
        var items = Items(name);
        for (var i = 0; i < items.Count; i++)
        {
            yield return items[i] is MappingNode inner
                ? new ConfigValue(inner, file, $"{Below(name)}[{i}]")
                : throw Fault($"{name}[{i}]", $"is {items[i].TypeName}, and an object belongs here", items[i].Line);
        }
    }

    public IEnumerable<string> Texts(string name)
    {
        var items = Items(name);
        for (var i = 0; i < items.Count; i++)
        {
            yield return items[i] is ScalarNode { IsNull: false } text
                ? text.Text
                : throw Fault($"{name}[{i}]", $"is {items[i].TypeName}, and text belongs here", items[i].Line);
        }
    }

    /// <summary>The lists of texts in an object, by its keys.</summary>
    public IEnumerable<KeyValuePair<string, string>> TextLists(string name)
    {
        if (Object(name) is not { } lists) yield break;
        foreach (var key in lists.Keys)
        {
            foreach (var text in lists.Texts(key)) yield return new(key, text);
        }
    }

    public IEnumerable<string> Keys => mapping.Fields.Select(entry => entry.Key);

    /// <summary>What is wrong with a field, with its place.</summary>
    public ClusterAccessException Fault(string name, string what, Exception? reason = null) =>
        Fault(name, what, mapping.TryGet(name, out var field) ? field.Line : mapping.Line, reason);

    ClusterAccessException Fault(string name, string what, int line, Exception? reason = null)
    {
        var message = $"{file}:{line}: `{Below(name)}` {what}";
        return reason is null ? new ClusterAccessException(message) : new ClusterAccessException(message, reason);
    }

    IReadOnlyList<Node> Items(string name) => mapping[name] switch
    {
        null => [],
        { IsNull: true } => [],
        SequenceNode list => list.Items,
        var other => throw Fault(name, $"is {other.TypeName}, and a list belongs here"),
    };

    string Below(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
