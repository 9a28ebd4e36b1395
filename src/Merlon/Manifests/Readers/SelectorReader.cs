using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Resources;

namespace Merlon.Manifests.Readers;

/// <summary>Reads label selectors with every check of the API server (<c>ValidateLabelSelector</c>).</summary>
static class SelectorReader
{
    public static readonly FieldSet SelectorFields =
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
            labels, [.. selector.List("matchExpressions").Select(item => ReadRequirement(item, Check))], selector.Place);
    }

    /// <summary>
    /// The selector as the schema of a CRD has it: keys, operators and values are any text.
    /// <see cref="SelectorRules"/> tells what they mean.
    /// </summary>
    public static LabelSelectorSpec Unchecked(ObjectValue selector) => new(
        selector["matchLabels"]?.AsStringMap(dropNulls: true) ?? [],
        [.. selector.List("matchExpressions").Select(item => ReadRequirement(item, CheckIsComplete))],
        selector.Place);

    static LabelRequirementSpec ReadRequirement(
        Value value, Action<Value, ObjectValue?, ImmutableArray<Value>, LabelRequirementSpec> check)
    {
        var requirement = value.AsObject(RequirementFields);
        var values = requirement?.List("values") ?? [];
        var read = new LabelRequirementSpec(
            requirement?.String("key") ?? "",
            requirement?.String("operator") ?? "",
            [.. values.Select(item => item.AsString() ?? "")],
            value.Place);
        check(value, requirement, values, read);
        return read;
    }

    static void CheckIsComplete(
        Value value, ObjectValue? requirement, ImmutableArray<Value> values, LabelRequirementSpec read)
    {
        foreach (var field in new[] { "key", "operator" })
        {
            if (requirement?[field] is not { IsNull: false })
            {
                Report(value, requirement, field, $"a requirement needs `{field}`.");
            }
        }
    }

    static void Check(Value value, ObjectValue? requirement, ImmutableArray<Value> values, LabelRequirementSpec read)
    {
        foreach (var (field, message) in SelectorRules.Faults(read)) Report(value, requirement, field, message);
        for (var i = 0; i < values.Length; i++)
        {
            foreach (var fault in NameRules.LabelValueFaults(read.Values[i]))
            {
                values[i].Report(DiagnosticCodes.ApiReject, $"label value `{read.Values[i]}` is {fault}.");
            }
        }
    }

    static void Report(Value value, ObjectValue? requirement, string field, string message) => value.Context.Report(
        DiagnosticCodes.ApiReject, message, requirement?.LocationOf(field) ?? value.Location, value.Path.Field(field));
}
