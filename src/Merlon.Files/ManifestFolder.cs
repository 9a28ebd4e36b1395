using Merlon.Linting.Configuration;

namespace Merlon.Files;

/// <summary>Finds the manifests in a folder and the folders below it.</summary>
public static class ManifestFolder
{
    /// <summary>The file of claims about a folder's policies, which is no manifest.</summary>
    public const string ClaimsFile = "merlon-claims.yaml";

    static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>
    /// The files by their paths from the folder, in ordinal order. Every real folder is looked through once: links may lead
    /// back up. Hidden files and folders are somebody else's, and Merlon's own files are no manifests.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cannotOpen">Told each folder that cannot be opened, by its path from the first, and why.</param>
    public static IReadOnlyList<string> Find(string folder, Action<string, Exception> cannotOpen)
    {
        var names = new List<string>();
        Collect(new DirectoryInfo(folder), "", names, [], cannotOpen);
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    static void Collect(
        DirectoryInfo folder, string prefix, List<string> names, HashSet<string> seen, Action<string, Exception> cannotOpen)
    {
        // From the target on, so that the folders below a link are known by their real names too.
        var real = folder.ResolveLinkTarget(returnFinalTarget: true) as DirectoryInfo ?? folder;
        if (!seen.Add(Path.TrimEndingDirectorySeparator(real.FullName))) return;
        FileSystemInfo[] entries;
        try
        {
            entries = real.GetFileSystemInfos();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            cannotOpen(prefix, e);
            return;
        }
        foreach (var entry in entries.OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (entry.Name.StartsWith('.')) continue;
            if (entry is DirectoryInfo inner) Collect(inner, $"{prefix}{entry.Name}/", names, seen, cannotOpen);
            else if (IsManifest(entry)) names.Add(prefix + entry.Name);
        }
    }

    static bool IsManifest(FileSystemInfo file) => file.Name is not (LintConfiguration.FileName or ClaimsFile)
        && Extensions.Contains(file.Extension, StringComparer.OrdinalIgnoreCase);
}
