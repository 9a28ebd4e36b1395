using System.Collections.Immutable;
using Merlon.Diagnostics;

namespace Merlon.Manifests.Readers;

/// <summary>Checks maps of labels.</summary>
static class LabelRules
{
    public static void Check(ImmutableArray<KeyValuePair<string, string>> labels, ObjectValue owner, string field)
    {
        foreach (var fault in Faults(labels)) owner.Report(DiagnosticCodes.ApiReject, fault, field);
    }

    public static IEnumerable<string> Faults(ImmutableArray<KeyValuePair<string, string>> labels)
    {
        foreach (var (key, value) in labels)
        {
            foreach (var fault in NameRules.LabelKeyFaults(key)) yield return $"label key `{key}`: {fault}.";
            foreach (var fault in NameRules.LabelValueFaults(value))
            {
                yield return $"label value `{value}` of `{key}` is {fault}.";
            }
        }
    }
}
