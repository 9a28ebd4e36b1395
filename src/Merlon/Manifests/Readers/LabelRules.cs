using System.Collections.Immutable;
using Merlon.Diagnostics;

namespace Merlon.Manifests.Readers;

/// <summary>Checks maps of labels.</summary>
static class LabelRules
{
    public static void Check(ImmutableArray<KeyValuePair<string, string>> labels, ObjectValue owner, string field)
    {
        foreach (var (key, value) in labels)
        {
            foreach (var fault in NameRules.LabelKeyFaults(key))
            {
                owner.Report(DiagnosticCodes.ApiReject, $"label key `{key}`: {fault}.", field);
            }
            foreach (var fault in NameRules.LabelValueFaults(value))
            {
                owner.Report(DiagnosticCodes.ApiReject, $"label value `{value}` of `{key}` is {fault}.", field);
            }
        }
    }
}
