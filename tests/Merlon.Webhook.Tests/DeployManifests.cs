using Merlon.Diagnostics;
using Merlon.Linting;
using Merlon.Manifests;

namespace Merlon.Webhook.Tests;

/// <summary>The manifests that install it.</summary>
public sealed class DeployManifests
{
    static readonly string Folder = Path.Combine(Root(), "deploy", "webhook");

    [Fact]
    public void They_have_no_finding_of_their_own()
    {
        var sources = Directory.GetFiles(Folder, "*.yaml").Order(StringComparer.Ordinal)
            .Select(file => new SourceText(Path.GetFileName(file), File.ReadAllBytes(file)));
        Assert.DoesNotContain(Linter.Lint(ManifestReader.Read(sources)), found => found.Severity > Severity.Info);
    }

    [Fact]
    public void The_API_server_is_sent_where_the_server_listens()
    {
        var text = File.ReadAllText(Path.Combine(Folder, "webhook.yaml"));
        Assert.Contains("path: /review", text, StringComparison.Ordinal);
        Assert.Contains("failurePolicy: Ignore", text, StringComparison.Ordinal);
    }

    static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Merlon.slnx"))) return folder.FullName;
        }
        throw new DirectoryNotFoundException("No Merlon.slnx above the test assembly.");
    }
}
