namespace Merlon.Diagnostics;

/// <summary>One finding about one place of the input. Ordered by location, then code, then message.</summary>
/// <param name="Code">What kind of finding it is.</param>
/// <param name="Message">What is wrong and what will happen because of it, in one or two sentences.</param>
/// <param name="Location">Where it stands.</param>
/// <param name="Path">The field, for example <c>spec.ingress[0].from[1].ipBlock.cidr</c>; empty for a whole
/// document.</param>
/// <param name="Object">The object it belongs to, for example <c>NetworkPolicy shop/web</c>; empty where
/// unknown.</param>
public sealed record Diagnostic(
    DiagnosticCode Code, string Message, SourceLocation Location, string Path = "", string Object = "")
    : IComparable<Diagnostic>
{
    /// <summary>The severity of the <see cref="Code"/>, unless the circumstances make it worse.</summary>
    public Severity Severity { get; init; } = Code.Severity;

    /// <summary>What would mend it; null where that cannot be known.</summary>
    public Fix? Fix { get; init; }

    public int CompareTo(Diagnostic? other)
    {
        if (other is null) return 1;
        var order = Location.CompareTo(other.Location);
        if (order == 0) order = string.CompareOrdinal(Code.Id, other.Code.Id);
        return order != 0 ? order : string.CompareOrdinal(Message, other.Message);
    }
}
