using Merlon.Diagnostics;
using Merlon.Files;
using Merlon.Manifests;

namespace Merlon.Cli.Input;

/// <summary>Finds and loads the manifests that paths on the command line mean.</summary>
static class ManifestFiles
{
    /// <summary>The name that locations in standard input carry.</summary>
    public const string StandardInput = "<stdin>";

    /// <summary>The texts, or the errors that keep the question from being asked at all.</summary>
    /// <param name="paths">Files, folders, or <c>-</c> for standard input; the working folder is not a default.</param>
    /// <param name="terminal">Where relative paths start, and standard input.</param>
    /// <param name="limits">Larger files are not loaded: what comes back in their place is refused by the
    /// reader.</param>
    /// <param name="errors">One line for each path that means nothing.</param>
    /// <param name="unreadable">Files that are there and cannot be opened.</param>
    public static List<SourceText> Load(
        IReadOnlyList<string> paths,
        Terminal terminal,
        ManifestLimits limits,
        List<string> errors,
        List<Diagnostic> unreadable)
    {
        var sources = new List<SourceText>();
        foreach (var path in paths)
        {
            var full = Path.GetFullPath(path, terminal.Folder);
            if (path == "-") sources.Add(new SourceText(StandardInput, ReadAll(terminal.Input, limits)));
            else if (HostFirewallFiles.IsHostRules(path) && File.Exists(full)) continue;
            else if (File.Exists(full)) Add(path, full, sources, limits, unreadable);
            else if (Directory.Exists(full)) AddFolder(path, full, sources, limits, errors, unreadable);
            else errors.Add($"no such file or folder: `{path}`");
        }
        return sources;
    }

    static void AddFolder(
        string path,
        string full,
        List<SourceText> sources,
        ManifestLimits limits,
        List<string> errors,
        List<Diagnostic> unreadable)
    {
        var names = ManifestFolder.Find(
            full, (inner, reason) => unreadable.Add(CannotOpen("folder", Path.Combine(path, inner), reason)));
        if (names.Count == 0) errors.Add($"no .yaml, .yml or .json file in `{path}`");
        var prefix = path is "." or "./" ? "" : path;
        foreach (var name in names)
        {
            Add(Path.Combine(prefix, name), Path.Combine(full, name), sources, limits, unreadable);
        }
    }

    static void Add(
        string name, string full, List<SourceText> sources, ManifestLimits limits, List<Diagnostic> unreadable)
    {
        try
        {
            using var file = File.OpenRead(full);
            if (file.CanSeek && file.Length > limits.MaxSourceBytes)
            {
                unreadable.Add(new Diagnostic(
                    DiagnosticCodes.InputLimit,
                    ManifestReader.TooLarge(file.Length, limits) + ": the file is not used.",
                    new SourceLocation(name, 1, 1)));
                return;
            }
            sources.Add(new SourceText(name, ReadAll(file, limits)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            unreadable.Add(CannotOpen("file", name, e));
        }
    }

    static Diagnostic CannotOpen(string what, string name, Exception reason) => new(
        DiagnosticCodes.InputUnreadable,
        $"the {what} cannot be opened: {reason.Message}",
        new SourceLocation(name, 1, 1));

    // One byte more than the limit is enough for the reader to see that it is exceeded.
    static ReadOnlyMemory<byte> ReadAll(Stream stream, ManifestLimits limits)
    {
        using var buffer = new MemoryStream(stream.CanSeek ? (int)Math.Min(stream.Length, limits.MaxSourceBytes) : 0);
        var chunk = new byte[1 << 16];
        for (int read; buffer.Length <= limits.MaxSourceBytes && (read = stream.Read(chunk)) > 0;)
        {
            buffer.Write(chunk, 0, read);
        }
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
