namespace Merlon.Diagnostics;

/// <summary>The stable name of a kind of finding. Codes are never renamed or reused.</summary>
/// <param name="Id">Upper-case words joined by hyphens, for example <c>CIDR-HOSTBITS</c>.</param>
/// <param name="Severity">The severity of findings of this kind.</param>
/// <param name="Title">When it fires, in one line.</param>
public sealed record DiagnosticCode(string Id, Severity Severity, string Title)
{
    /// <summary>The <see cref="Id"/>.</summary>
    public override string ToString() => Id;
}
