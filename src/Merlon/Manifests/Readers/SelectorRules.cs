using Merlon.Resources;

namespace Merlon.Manifests.Readers;

/// <summary>What makes a label selector one: the API server's rules for keys, operators and values.</summary>
static class SelectorRules
{
    /// <summary>Why the text is no selector, the first reason; null where it is one.</summary>
    public static string? Fault(LabelSelectorSpec selector) =>
        LabelRules.Faults(selector.MatchLabels)
            .Concat(selector.MatchExpressions.SelectMany(requirement => Faults(requirement)
                .Select(fault => fault.Message)
                .Concat(requirement.Values.SelectMany(value =>
                    NameRules.LabelValueFaults(value).Select(fault => $"label value `{value}` is {fault}.")))))
            .FirstOrDefault();

    /// <summary>What is wrong with the key, the operator or the number of values, and the field that it is.</summary>
    public static IEnumerable<(string Field, string Message)> Faults(LabelRequirementSpec requirement)
    {
        foreach (var fault in NameRules.LabelKeyFaults(requirement.Key))
        {
            yield return ("key", $"label key `{requirement.Key}`: {fault}.");
        }
        switch (requirement.Operator)
        {
            case "In" or "NotIn" when requirement.Values.IsEmpty:
                yield return ("values", $"`{requirement.Operator}` needs at least one value.");
                break;
            case "Exists" or "DoesNotExist" when !requirement.Values.IsEmpty:
                yield return ("values", $"`{requirement.Operator}` takes no values.");
                break;
            case "In" or "NotIn" or "Exists" or "DoesNotExist":
                break;
            default:
                var near = NearestName.Find(requirement.Operator, ["In", "NotIn", "Exists", "DoesNotExist"]);
                yield return (
                    "operator",
                    $"`{requirement.Operator}` is not an operator: In, NotIn, Exists or "
                        + $"DoesNotExist{(near is null ? "" : $"; did you mean `{near}`?")}");
                break;
        }
    }
}
