namespace Merlon.Lab.Tests;

/// <summary>The checkout that the tests run in.</summary>
static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Sample(string name) => Path.Combine(Root, "samples", name);

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Merlon.slnx"))) return folder.FullName;
        }
        throw new DirectoryNotFoundException("No Merlon.slnx above the test assembly.");
    }
}
