using Merlon.Manifests;
using Merlon.Resources;

namespace Merlon.Apis;

/// <summary>Writes label selectors as they are read, in one line.</summary>
static class SelectorYaml
{
    /// <summary>For example <c>{matchLabels: {app: web}}</c>.</summary>
    public static string Write(LabelSelectorSpec selector) => Write(selector.MatchLabels, selector.MatchExpressions);

    public static string Write(
        IReadOnlyCollection<KeyValuePair<string, string>> labels, IReadOnlyCollection<LabelRequirementSpec> requirements)
    {
        var parts = new List<string>();
        if (labels.Count > 0)
        {
            parts.Add(
                "matchLabels: "
                    + $"{{{string.Join(", ", labels.Select(label => $"{Quote(label.Key)}: {Quote(label.Value)}"))}}}");
        }
        if (requirements.Count > 0)
        {
            parts.Add($"matchExpressions: [{string.Join(", ", requirements.Select(Requirement))}]");
        }
        return $"{{{string.Join(", ", parts)}}}";
    }

    /// <summary>Names, label keys and label values need quotes only where YAML would read them as something else.</summary>
    public static string Quote(string text) => ManifestText.NeedsQuotes(text) ? $"\"{text}\"" : text;

    static string Requirement(LabelRequirementSpec requirement)
    {
        var values = requirement.Values.IsEmpty
            ? ""
            : $", values: [{string.Join(", ", requirement.Values.Select(Quote))}]";
        return $"{{key: {Quote(requirement.Key)}, operator: {requirement.Operator}{values}}}";
    }
}
