using Merlon.Kubernetes.Access;

namespace Merlon.Kubernetes;

/// <summary>
/// What kubeconfig files say together. Of several files, the first that has an entry of a name, or a current context,
/// counts for it, as for kubectl.
/// </summary>
public sealed class KubeConfig
{
    readonly IReadOnlyList<KubeConfigFile> _files;
    readonly string _origin;

    KubeConfig(IReadOnlyList<KubeConfigFile> files, string origin) => (_files, _origin) = (files, origin);

    /// <summary>The context that counts where none is named; null where there is none.</summary>
    public string? CurrentContext => _files.Select(file => file.CurrentContext).FirstOrDefault(name => name is not null);

    /// <summary>The names of all contexts, ordinal.</summary>
    public IEnumerable<string> Contexts =>
        _files.SelectMany(file => file.Contexts.Keys).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Whether there is a file to read where none is named.</summary>
    public static bool HasDefault => DefaultFiles().Any(File.Exists);

    /// <summary>Reads one file, which has to exist.</summary>
    /// <exception cref="ClusterAccessException">It cannot be read.</exception>
    public static KubeConfig Load(string file) => new([KubeConfigFile.Read(file)], file);

    /// <summary>
    /// Reads the files that <c>KUBECONFIG</c> names, else <c>~/.kube/config</c>; those that do not exist say nothing.
    /// </summary>
    /// <exception cref="ClusterAccessException">None exists, or one cannot be read.</exception>
    public static KubeConfig LoadDefault() => LoadAll(DefaultFiles());

    internal static KubeConfig LoadAll(IReadOnlyList<string> files)
    {
        var there = files.Where(File.Exists).ToList();
        if (there.Count == 0)
        {
            throw new ClusterAccessException(
                $"there is no kubeconfig: no `{string.Join("`, no `", files)}`; --kubeconfig names one");
        }
        return new KubeConfig([.. there.Select(KubeConfigFile.Read)], string.Join(Path.PathSeparator, there));
    }

    /// <summary>How to reach the cluster of a context.</summary>
    /// <param name="context">Its name; null for the current one.</param>
    /// <param name="time">For the age of credentials.</param>
    /// <exception cref="ClusterAccessException">The context does not exist, or something that it names.</exception>
    public ClusterAccess Access(string? context = null, TimeProvider? time = null)
    {
        var name = context ?? CurrentContext ?? throw new ClusterAccessException(
            $"{_origin}: `current-context` is missing: name one of the contexts with --context ({Known(Contexts)})");
        var found = Find(file => file.Contexts, name)
            ?? throw new ClusterAccessException($"{_origin}: there is no context `{name}`: {Known(Contexts)}");
        var clusterName = found.Text("cluster") ?? throw found.Fault("cluster", "is missing");
        var cluster = Find(file => file.Clusters, clusterName)
            ?? throw found.Fault("cluster", $"names `{clusterName}`, which is not among the clusters");
        var userName = found.Text("user");
        var user = userName is null ? null : Find(file => file.Users, userName)
            ?? throw found.Fault("user", $"names `{userName}`, which is not among the users");
        return ClusterAccessReader.Read(
            cluster, user, found.Text("namespace"), $"context {name} of {_origin}", time ?? TimeProvider.System);
    }

    static string[] DefaultFiles()
    {
        var named = Environment.GetEnvironmentVariable("KUBECONFIG");
        return string.IsNullOrEmpty(named)
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config")]
            : named.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    ConfigValue? Find(Func<KubeConfigFile, IReadOnlyDictionary<string, ConfigValue>> entries, string name) =>
        _files.Select(file => entries(file).GetValueOrDefault(name)).FirstOrDefault(entry => entry is not null);

    static string Known(IEnumerable<string> names)
    {
        var all = string.Join(", ", names);
        return all.Length == 0 ? "there is none" : all;
    }
}
