using System.Text.RegularExpressions;

namespace Merlon.Tests;

/// <summary>Which rooms of the library may know which: read from the source files themselves.</summary>
public sealed partial class Architecture
{
    static readonly string Library = Path.Combine(Repository.Root, "src", "Merlon");

    [Theory]
    [InlineData("Diagnostics")]
    [InlineData("Model", "Diagnostics")]
    [InlineData("Policies", "Model", "Diagnostics")]
    [InlineData("Evaluation", "Policies", "Model", "Diagnostics")]
    [InlineData("Connectivity", "Evaluation", "Policies", "Model", "Diagnostics")]
    [InlineData("Nftables", "Evaluation", "Policies", "Model", "Diagnostics")]
    public void A_room_uses_only_the_rooms_below_it(string room, params string[] below)
    {
        var rooms = Directory.GetDirectories(Library)
            .Select(folder => Path.GetFileName(folder)!)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Contains(room, rooms);
        var files = Directory.GetFiles(Path.Combine(Library, room), "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        var wrong =
            from file in files
            from used in RoomsUsed(File.ReadAllText(file), rooms).Distinct()
            where used != room && !below.Contains(used)
            select $"{Path.GetRelativePath(Library, file)} uses {used}";
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("Merlon")]
    [InlineData("Merlon.Kubernetes", "Merlon")]
    [InlineData("Merlon.Linux", "Merlon")]
    [InlineData("Merlon.Lab", "Merlon", "Merlon.Linux", "Merlon.Kubernetes")]
    [InlineData("Merlon.Agent", "Merlon", "Merlon.Linux", "Merlon.Kubernetes")]
    public void A_project_refers_only_to_the_projects_below_it(string project, params string[] below)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "src", project, project + ".csproj"));
        var used = ProjectName().Matches(text).Select(match => match.Groups["name"].Value);
        Assert.Empty(used.Except(below));
    }

    [Theory]
    [InlineData("using Merlon.Apis;", "Apis")]
    [InlineData("using static Merlon.Resources.Thing;", "Resources")]
    [InlineData("using M = Merlon.Manifests.Value;", "Manifests")]
    [InlineData("var x = Merlon.Apis.PolicyApis.All;", "Apis")]
    [InlineData("var x = Resources.ObjectMeta.DefaultNamespace;", "Resources")]
    [InlineData("new Manifests.Value(x)", "Manifests")]
    [InlineData("List<Resources.Pod> pods", "Resources")]
    [InlineData("global::Merlon.Apis.X", "Apis")]
    public void A_use_is_found_however_it_is_written(string text, string room) =>
        Assert.Equal([room], RoomsUsed(text, new HashSet<string> { "Apis", "Resources", "Manifests" }).Distinct());

    [Theory]
    [InlineData("namespace Merlon.Apis;")]
    [InlineData("cluster.Resources.Pods")]
    [InlineData("/// <see cref=\"Merlon.Apis.X\"/>")]
    [InlineData("// Manifests.Value")]
    [InlineData("MyResources.Pods")]
    [InlineData("$\"{Resources}.\"")]
    public void What_only_looks_like_a_use_is_none(string text) =>
        Assert.Empty(RoomsUsed(text, new HashSet<string> { "Apis", "Resources", "Manifests" }));

    // A room is used by its full name, or by the short one that every file of Merlon sees.
    static IEnumerable<string> RoomsUsed(string source, HashSet<string> rooms) =>
        from line in source.Split('\n')
        where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
            && !line.StartsWith("namespace ", StringComparison.Ordinal)
        from match in RoomName().Matches(line)
        let room = match.Groups["room"].Value
        where rooms.Contains(room)
        select room;

    [GeneratedRegex(@"<ProjectReference Include=""[^""]*/(?<name>[\w.]+)\.csproj""")]
    private static partial Regex ProjectName();

    [GeneratedRegex(@"(?<![\w.])(?:global::)?(?:Merlon\.(?<room>[A-Z]\w*)\b|(?<room>[A-Z]\w*)\.[A-Z])")]
    private static partial Regex RoomName();
}
