namespace Merlon.Cli.Tests;

/// <summary>An empty folder to run the program in; it goes when the test ends.</summary>
sealed class Workplace : IDisposable
{
    public Workplace() => Folder = Directory.CreateTempSubdirectory("merlon-test-").FullName;

    public string Folder { get; }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public ProgramRun Run(params string[] arguments) => ProgramRun.In(Folder, arguments);

    public ProgramRun RunWithInput(string input, params string[] arguments) => ProgramRun.In(Folder, arguments, input);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
