using Merlon.Apis.CalicoV3.Selectors;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Apis.CalicoV3;

/// <summary>Reads selectors of manifests; a fault is reported at its character.</summary>
static class SelectorText
{
    public const int MaxLength = 1024;

    /// <summary>The selector; null where none is written, or it is empty, or it has a fault.</summary>
    public static SelectorSpec? Read(ObjectValue? owner, string field, SelectorScope scope)
    {
        if (owner?[field] is not { } value || value.AsString() is not { Length: > 0 } text) return null;
        if (text.Length > MaxLength)
        {
            value.Report(DiagnosticCodes.ApiReject, $"a selector has at most {MaxLength} characters, and this has {text.Length}.");
        }
        if (SelectorParser.Read(text, scope, out var formula) is not { } fault)
        {
            return new SelectorSpec(text, formula!, value.Place);
        }
        value.Context.Report(
            DiagnosticCodes.CalicoReject,
            $"not a selector, at character {fault.Position + 1} of `{text}`: {fault.Message}.",
            value.LocationOf(fault.Position),
            value.Path);
        return null;
    }
}
