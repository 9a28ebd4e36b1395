using Merlon.Manifests.Nodes;

namespace Merlon.Manifests;

/// <summary>Questions about writing YAML, answered by how it is read.</summary>
static class ManifestText
{
    /// <summary>Whether a name or label value must be quoted to be read as text.</summary>
    public static bool NeedsQuotes(string text) => YamlScalar.Resolve(text) != ScalarType.String;
}
