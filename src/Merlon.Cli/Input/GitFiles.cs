using System.Diagnostics;
using System.Globalization;
using System.Text;
using Merlon.Manifests;

namespace Merlon.Cli.Input;

/// <summary>Reads the manifests of a revision of the Git repository around the working folder.</summary>
static class GitFiles
{
    static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>Whether the text is meant as <c>REV:PATH</c>: a path that is there is a path.</summary>
    public static bool IsRevision(string text, Terminal terminal)
    {
        var full = Path.GetFullPath(text, terminal.Folder);
        return text.IndexOf(':') > 0 && !File.Exists(full) && !Directory.Exists(full);
    }

    /// <summary>The manifests at a path of a revision, named <c>REV:PATH</c>.</summary>
    /// <param name="text">The revision, a colon, and a path relative to the working folder; none for all of it.</param>
    /// <param name="terminal">The working folder.</param>
    /// <param name="errors">One line where Git says no.</param>
    public static List<SourceText> Load(string text, Terminal terminal, List<string> errors)
    {
        var colon = text.IndexOf(':');
        var (revision, path) = (text[..colon], text[(colon + 1)..] is { Length: > 0 } given ? given : ".");
        var listing = Run(terminal, ["ls-tree", "-r", "-z", revision, "--", path], [], text, errors);
        if (listing is null) return [];
        var files = Encoding.UTF8.GetString(listing)
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t', 2))
            .Where(parts => Extensions.Contains(Path.GetExtension(parts[1]), StringComparer.OrdinalIgnoreCase))
            .Select(parts => (Blob: parts[0].Split(' ')[2], Name: parts[1]))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToList();
        if (files.Count == 0)
        {
            errors.Add($"no .yaml, .yml or .json file in `{text}`");
            return [];
        }
        var requests = Encoding.UTF8.GetBytes(string.Concat(files.Select(file => file.Blob + "\n")));
        var blobs = Run(terminal, ["cat-file", "--batch"], requests, text, errors);
        return blobs is null ? [] : [.. Split(blobs).Zip(files, (blob, file) => new SourceText($"{revision}:{file.Name}", blob))];
    }

    // Each object comes as a line `hash type size`, its bytes, and a line end.
    static IEnumerable<ReadOnlyMemory<byte>> Split(byte[] output)
    {
        for (var at = 0; at < output.Length;)
        {
            var end = Array.IndexOf(output, (byte)'\n', at);
            var header = Encoding.ASCII.GetString(output, at, end - at).Split(' ');
            var size = int.Parse(header[^1], CultureInfo.InvariantCulture);
            yield return output.AsMemory(end + 1, size);
            at = end + 1 + size + 1;
        }
    }

    static byte[]? Run(Terminal terminal, string[] arguments, byte[] input, string text, List<string> errors)
    {
        var start = new ProcessStartInfo("git", ["-C", terminal.Folder, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start) ?? throw new InvalidOperationException("git did not start.");
            var said = process.StandardError.ReadToEndAsync();
            var fed = Task.Run(() =>
            {
                process.StandardInput.BaseStream.Write(input);
                process.StandardInput.Close();
            });
            using var output = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(output);
            process.WaitForExit();
            fed.GetAwaiter().GetResult();
            if (process.ExitCode == 0) return output.ToArray();
            errors.Add($"git cannot read `{text}`: {said.GetAwaiter().GetResult().Split('\n')[0]}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            errors.Add($"no such file or folder: `{text}` (and git, which would know a revision, is not installed)");
        }
        return null;
    }
}
