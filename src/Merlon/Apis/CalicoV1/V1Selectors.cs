using Merlon.Apis.CalicoV3;
using Merlon.Apis.CalicoV3.Selectors;
using Merlon.Manifests;

namespace Merlon.Apis.CalicoV1;

/// <summary>Reads selectors of v1: the label of the namespace had another name, and tags were labels without value.</summary>
static class V1Selectors
{
    /// <summary>The label that named a pod's namespace.</summary>
    public const string NamespaceLabel = "calico/k8s_ns";

    public static SelectorSpec? Read(ObjectValue? owner, string field, string? tagField = null)
    {
        var selector = SelectorText.Read(owner, field, SelectorScope.Things);
        var tag = tagField is null ? null : owner?.String(tagField);
        var text = selector?.Text.Replace(NamespaceLabel, "projectcalico.org/namespace", StringComparison.Ordinal);
        if (!string.IsNullOrEmpty(tag)) text = text is null ? $"{tag} == ''" : $"({text}) && {tag} == ''";
        if (text is null) return null;
        return SelectorParser.Read(text, SelectorScope.Things, out var formula) is null
            ? new SelectorSpec(text, formula!, owner!.PlaceOf(selector is null ? tagField! : field))
            : null;
    }
}
