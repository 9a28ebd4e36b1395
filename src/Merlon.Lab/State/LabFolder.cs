using System.Text.Json;
using Merlon.Lab.Kernel;

namespace Merlon.Lab.State;

/// <summary>Where a user's labs are remembered: a JSON file for each, readable to that user alone.</summary>
public sealed class LabFolder(string path)
{
    /// <summary>Tells a process that the lab started where the folder is.</summary>
    public const string Variable = "MERLON_LAB_FOLDER";

    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Path { get; } = path;

    /// <summary><c>$XDG_RUNTIME_DIR/merlon-lab</c>, <c>/run/merlon-lab</c> for root, or <c>/tmp/merlon-lab-UID</c>.</summary>
    public static LabFolder OfUser()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given) return new LabFolder(given);
        // Without root and /run/netns, /run is hidden from the program that works inside a user namespace.
        var isVisible = Environment.IsPrivilegedProcess || Directory.Exists(NetnsThread.Folder);
        if (isVisible && Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime && Directory.Exists(runtime))
        {
            return new LabFolder(System.IO.Path.Combine(runtime, "merlon-lab"));
        }
        return new LabFolder(
            Environment.IsPrivilegedProcess ? "/run/merlon-lab" : $"/tmp/merlon-lab-{Privilege.UserId}");
    }

    /// <summary>All labs that are remembered, ordered by id.</summary>
    public IReadOnlyList<LabState> All()
    {
        if (!Directory.Exists(Path)) return [];
        return [.. Directory.EnumerateFiles(Path, "*.json").Order(StringComparer.Ordinal).Select(Read)];
    }

    /// <summary>Makes the folder, or makes sure that it is nobody else's.</summary>
    /// <exception cref="LabException">Other users can write to it.</exception>
    public void Create()
    {
        try
        {
            Directory.CreateDirectory(Path, OwnerOnly);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LabException($"labs cannot be remembered in {Path}: {e.Message}", e);
        }
        if (new DirectoryInfo(Path).LinkTarget is not null || (File.GetUnixFileMode(Path) & ~OwnerOnly) != 0)
        {
            throw new LabException($"{Path} is open to other users: remove it");
        }
    }

    public void Save(LabState state)
    {
        Create();
        var file = FileOf(state);
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(state, LabStateJson.Default.LabState));
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>The lab that is up.</summary>
    /// <exception cref="LabException">None is.</exception>
    public LabState Up() =>
        All().FirstOrDefault(state => state.StaysUp)
            ?? throw new LabException("no lab is up: merlon lab up PATH… makes one");

    public void Forget(LabState state) => File.Delete(FileOf(state));

    string FileOf(LabState state) => System.IO.Path.Combine(Path, state.Id + ".json");

    static LabState Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(file), LabStateJson.Default.LabState)
                ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new LabException(
                $"{file} cannot be read ({e.Message}): remove it, and what `ip netns list` shows as merlon-{System.IO.Path.GetFileNameWithoutExtension(file)}-…",
                e);
        }
    }
}
