using System.Collections.Immutable;
using Merlon.Apis.Iptables;
using Merlon.Documents;
using Merlon.Linting;
using Merlon.Linting.Configuration;
using Merlon.Manifests;

namespace Merlon.Cli.Input;

/// <summary>What lint looks at: manifests, and documents with manifests in them.</summary>
sealed class LintInput(LoadedInput loaded, LintConfiguration configuration, ImmutableArray<IptablesText> firewalls)
{
    /// <summary>Everything that is found in the texts.</summary>
    public (ManifestSet Manifests, LintResult Result) Lint(IReadOnlyList<SourceText> sources)
    {
        var documents = sources.Where(source => DocumentReader.IsDocument(source.Name))
            .Select(DocumentReader.Read)
            .ToImmutableArray();
        var manifests = loaded.Read(
            sources.Where(source => !DocumentReader.IsDocument(source.Name))
                .Concat(documents.SelectMany(DocumentReader.Manifests)));
        return (manifests, Linter.Run(manifests, new LintOptions
        {
            Facts = configuration.Facts,
            Ignore = configuration.Ignore,
            Sources = [.. sources],
            Documents = documents,
            Workers = Processors.All,
            HostFirewalls = [.. firewalls, .. documents.Select(DocumentReader.Firewall).OfType<IptablesText>()],
        }));
    }
}
