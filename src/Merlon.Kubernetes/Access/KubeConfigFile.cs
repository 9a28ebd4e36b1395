using System.Text;
using Merlon.Manifests;
using Merlon.Manifests.Nodes;

namespace Merlon.Kubernetes.Access;

/// <summary>One kubeconfig file: its clusters, users and contexts by name.</summary>
sealed class KubeConfigFile
{
    const int MaxBytes = 8 << 20;

    KubeConfigFile(ConfigValue root)
    {
        CurrentContext = root.Text("current-context");
        Clusters = ByName(root, "clusters", "cluster");
        Users = ByName(root, "users", "user");
        Contexts = ByName(root, "contexts", "context");
    }

    public string? CurrentContext { get; }

    public IReadOnlyDictionary<string, ConfigValue> Clusters { get; }

    public IReadOnlyDictionary<string, ConfigValue> Users { get; }

    public IReadOnlyDictionary<string, ConfigValue> Contexts { get; }

    /// <exception cref="ClusterAccessException">It cannot be opened, or is no kubeconfig.</exception>
    public static KubeConfigFile Read(string path)
    {
        byte[] bytes;
        try
        {
            if (new FileInfo(path).Length > MaxBytes) throw new ClusterAccessException($"`{path}` is too large for a kubeconfig");
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClusterAccessException($"the kubeconfig `{path}` cannot be opened: {e.Message}", e);
        }
        return Parse(path, Encoding.UTF8.GetString(bytes));
    }

    public static KubeConfigFile Parse(string path, string text)
    {
        var (roots, faults) = YamlTreeBuilder.Build(text.TrimStart('\uFEFF'), 1, ManifestLimits.Default);
        if (faults is [var fault, ..])
        {
            throw new ClusterAccessException($"{path}:{fault.Line}: the kubeconfig cannot be read: {fault.Message}");
        }
        return roots.FirstOrDefault(root => !root.IsNull) switch
        {
            MappingNode root => new KubeConfigFile(new ConfigValue(root, path, "")),
            null => new KubeConfigFile(new ConfigValue(new MappingNode(1, 1), path, "")),
            var other => throw new ClusterAccessException($"{path}:{other.Line}: {other.TypeName} is no kubeconfig"),
        };
    }

    // Of two entries with one name in a file, the last counts, as for kubectl.
    static Dictionary<string, ConfigValue> ByName(ConfigValue root, string list, string field)
    {
        var found = new Dictionary<string, ConfigValue>(StringComparer.Ordinal);
        foreach (var entry in root.Objects(list))
        {
            var name = entry.Text("name") ?? throw entry.Fault("name", "is missing");
            if (entry.Object(field) is { } value) found[name] = value;
        }
        return found;
    }
}
