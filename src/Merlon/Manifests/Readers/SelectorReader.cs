using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Resources;

namespace Merlon.Manifests.Readers;

/// <summary>Reads label selectors with every check of the API server (<c>ValidateLabelSelector</c>).</summary>
static class SelectorReader
{
    static readonly FieldSet SelectorFields =
        FieldSet.Closed(
            "a label selector",
            "the selector loses this condition and selects more",
            "matchLabels",
            "matchExpressions");

    static readonly FieldSet RequirementFields = FieldSet.Closed("a requirement", null, "key", "operator", "values");

    /// <summary>The selector; null where it is absent or null, which the API keeps apart from the empty one.</summary>
    public static LabelSelectorSpec? Read(Value? value)
    {
        if (value?.AsObject(SelectorFields) is not { } selector) return null;
        var labels = selector["matchLabels"]?.AsStringMap() ?? [];
        LabelRules.Check(labels, selector, "matchLabels");
        return new LabelSelectorSpec(
            labels, [.. selector.List("matchExpressions").Select(ReadRequirement)], selector.Place);
    }

    static LabelRequirementSpec ReadRequirement(Value value)
    {
        var requirement = value.AsObject(RequirementFields);
        var key = requirement?.String("key") ?? "";
        var @operator = requirement?.String("operator") ?? "";
        var values = requirement?.List("values") ?? [];
        var texts = values.Select(item => item.AsString() ?? "").ToImmutableArray();

        void Report(string field, string message) => value.Context.Report(
            DiagnosticCodes.ApiReject,
            message,
            requirement?.LocationOf(field) ?? value.Location,
            value.Path.Field(field));

        foreach (var fault in NameRules.LabelKeyFaults(key)) Report("key", $"label key `{key}`: {fault}.");
        switch (@operator)
        {
            case "In" or "NotIn" when texts.IsEmpty:
                Report("values", $"`{@operator}` needs at least one value.");
                break;
            case "Exists" or "DoesNotExist" when !texts.IsEmpty:
                Report("values", $"`{@operator}` takes no values.");
                break;
            case "In" or "NotIn" or "Exists" or "DoesNotExist":
                break;
            default:
                var near = NearestName.Find(@operator, ["In", "NotIn", "Exists", "DoesNotExist"]);
                Report(
                    "operator",
                    $"`{@operator}` is not an operator: In, NotIn, Exists or "
                        + $"DoesNotExist{(near is null ? "" : $"; did you mean `{near}`?")}");
                break;
        }
        for (var i = 0; i < texts.Length; i++)
        {
            foreach (var fault in NameRules.LabelValueFaults(texts[i]))
            {
                values[i].Report(DiagnosticCodes.ApiReject, $"label value `{texts[i]}` is {fault}.");
            }
        }
        return new LabelRequirementSpec(key, @operator, texts, value.Place);
    }
}
