using Merlon.Diagnostics;
using Merlon.Resources;

namespace Merlon.Linting;

/// <summary>What a check has found.</summary>
/// <param name="Code">What kind of finding it is; one of the codes in the check's own rules.</param>
/// <param name="Message">What will happen because of it, in one to three sentences, and a witness where one is
/// known.</param>
/// <param name="Place">Where it stands.</param>
sealed record LintFinding(DiagnosticCode Code, string Message, Place Place)
{
    /// <summary>The severity, where the circumstances make it another than the code's.</summary>
    public Severity? Severity { get; init; }

    /// <summary>The edit that mends it, where it can be known.</summary>
    public Fix? Fix { get; init; }

    /// <summary>
    /// The object that it belongs to: <c>NetworkPolicy shop/web</c>. Empty where it is the policy that was looked at.
    /// </summary>
    public string Object { get; init; } = "";

    /// <param name="policy">The policy that was looked at; null where all were.</param>
    public Diagnostic ToDiagnostic(PolicyResource? policy) => new(
        Code, Message, Place.Location, Place.Path.ToString(), Object.Length == 0 && policy is not null ? $"{policy.Id}" : Object)
    {
        Severity = Severity ?? Code.Severity,
        Fix = Fix,
    };
}
