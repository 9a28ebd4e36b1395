using Merlon.Diagnostics;

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

    /// <summary>The object that it belongs to: <c>NetworkPolicy shop/web</c>.</summary>
    public string Object { get; init; } = "";

    public Diagnostic ToDiagnostic() => new(Code, Message, Place.Location, Place.Path.ToString(), Object)
    {
        Severity = Severity ?? Code.Severity,
        Fix = Fix,
    };
}
