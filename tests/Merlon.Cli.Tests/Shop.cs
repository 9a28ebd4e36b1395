namespace Merlon.Cli.Tests;

/// <summary>The input of the case <c>shop</c>, which most tests ask about.</summary>
static class Shop
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "cases", "shop");

    /// <summary>Runs the command on the shop's manifests.</summary>
    public static ProgramRun Ask(string command, params string[] arguments) =>
        ProgramRun.In(Folder, [command, "input", .. arguments]);

    public static ProgramRun Explain(string from, string to, params string[] arguments) =>
        Ask("explain", ["--from", from, "--to", to, .. arguments]);

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, "input", name));

    public static string EverythingAsOneStream => Text("cluster.yaml") + "---\n" + Text("policies.yaml");
}
