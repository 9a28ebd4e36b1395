using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Policies;

namespace Merlon.Apis.CalicoV3;

/// <summary>Checks what the fields of a policy's spec say together.</summary>
static class CalicoPolicyChecks
{
    public static void Check(ObjectValue spec, CalicoPolicySpec read)
    {
        CheckHost(spec, read);
        foreach (var field in new[] { "selector", "serviceAccountSelector", "namespaceSelector" })
        {
            if (spec[field] is { IsNull: false } && spec.String(field)?.Contains("global(", StringComparison.Ordinal) == true)
            {
                spec.Report(DiagnosticCodes.ApiReject, "`global()` stands only in a rule's namespaceSelector.");
            }
        }
        foreach (var hint in spec.List("performanceHints"))
        {
            if (hint.AsString() is { } text && text != "AssumeNeededOnEveryNode")
            {
                hint.Report(DiagnosticCodes.ApiReject, $"`{text}` is no hint: there is only AssumeNeededOnEveryNode.");
            }
        }
        if (read.Staged == StagedAction.Delete
            && spec.Has("selector") | spec.Has("types") | spec.Has("ingress") | spec.Has("egress") | spec.Has("order"))
        {
            spec.Report(DiagnosticCodes.CalicoReject, "a staged policy that deletes says nothing else but its tier.");
        }
    }

    static void CheckHost(ObjectValue spec, CalicoPolicySpec read)
    {
        var (isUntracked, isPreDnat) = (Is("doNotTrack"), Is("preDNAT"));
        if (isUntracked && isPreDnat) Reject("a policy is `preDNAT` or `doNotTrack`, not both.");
        if (isPreDnat && !read.Egress.IsEmpty) Reject("a `preDNAT` policy has no egress rules: it sees what comes in.");
        if (isPreDnat && read.Types.Contains(Direction.Egress)) Reject("a `preDNAT` policy is not of type Egress.");
        if ((isUntracked || isPreDnat) && !Is("applyOnForward"))
        {
            Reject("`preDNAT` and `doNotTrack` need `applyOnForward: true`.");
        }

        bool Is(string field) => read.HostKind != HostPolicyKind.Normal && spec.Boolean(field) == true;

        void Reject(string message) => spec.Report(DiagnosticCodes.ApiReject, message);
    }
}
