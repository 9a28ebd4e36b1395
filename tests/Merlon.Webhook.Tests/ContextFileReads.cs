namespace Merlon.Webhook.Tests;

public sealed class ContextFileReads : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("merlon-context-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_is_read_with_those_below_it_without_hidden_files_and_those_that_are_no_manifests()
    {
        foreach (var name in new[] { "b.yaml", "a/c.YML", ".git/d.yaml", "merlon.yaml", "a/merlon-claims.yaml", "notes.md", "e.json" }) Write(name, name);
        Assert.Equal(["a/c.YML", "b.yaml", "e.json"], Read(new ContextFiles([_folder])).Select(file => file.Name));
    }

    [Fact]
    public void Files_are_read_again_when_one_is_newer_added_or_gone()
    {
        Write("a.yaml", "one");
        var files = new ContextFiles([_folder]);
        Assert.Equal([("a.yaml", "one")], Read(files));
        Assert.Equal(files.Read(), files.Read());
        Write("a.yaml", "two");
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "a.yaml"), DateTime.UtcNow.AddSeconds(5));
        Write("b.yaml", "three");
        Assert.Equal([("a.yaml", "two"), ("b.yaml", "three")], Read(files));
        File.Delete(Path.Combine(_folder, "a.yaml"));
        Assert.Equal([("b.yaml", "three")], Read(files));
    }

    [Fact]
    public void A_mounted_ConfigMap_is_read_once_and_again_when_its_links_lead_to_newer_files()
    {
        Write("..2026_01/a.yaml", "one");
        Write("..2026_02/a.yaml", "two");
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "..2026_02", "a.yaml"), DateTime.UtcNow.AddSeconds(5));
        var data = Path.Combine(_folder, "..data");
        Directory.CreateSymbolicLink(data, "..2026_01");
        File.CreateSymbolicLink(Path.Combine(_folder, "a.yaml"), "..data/a.yaml");
        var files = new ContextFiles([_folder]);
        Assert.Equal([("a.yaml", "one")], Read(files));
        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, "..2026_02");
        Assert.Equal([("a.yaml", "two")], Read(files));
    }

    IEnumerable<(string Name, string Text)> Read(ContextFiles files) => files.Read()
        .Select(file => (Path.GetRelativePath(_folder, file.Name), System.Text.Encoding.UTF8.GetString(file.Content.Span)));

    void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
