using Merlon.Evaluation;
using Merlon.Linux.Tests.Nftables;
using Merlon.Manifests;
using Merlon.Nftables;

namespace Merlon.Agent.Tests;

/// <summary>A folder of manifests of a test's own.</summary>
sealed class ManifestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("merlon-agent-tests-").FullName;

    /// <summary>Writes a file as a careful person does: whole, then in place.</summary>
    public void Write(string name, string text)
    {
        var draft = System.IO.Path.Combine(Path, $".{name}");
        File.WriteAllText(draft, text);
        File.Move(draft, System.IO.Path.Combine(Path, name), overwrite: true);
    }

    public void Delete(string name) => File.Delete(System.IO.Path.Combine(Path, name));

    /// <summary>Reads it whole.</summary>
    public ManifestSet Read()
    {
        var files = Directory.GetFiles(Path, "*.yaml").Where(file => !System.IO.Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal);
        return ManifestReader.Read([.. files.Select(file => new SourceText(System.IO.Path.GetFileName(file), File.ReadAllBytes(file)))]);
    }

    /// <summary>An agent that follows this folder.</summary>
    public TestAgent Start(Sandbox sandbox, AgentOptions? options = null) => new(
        sandbox.Namespace, options ?? new AgentOptions("n1"), (agent, stop) => agent.RunAsync(Path, Read, stop), Wanted);

    NftTable Wanted(NftName name)
    {
        var snapshot = Snapshot.From(Read());
        return RulesetCompiler.Compile(new Evaluator(snapshot.Cluster, snapshot.Policies), "n1", name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
