using System.Collections.Immutable;

namespace Merlon.Questions;

/// <summary>The flows that a question means.</summary>
/// <param name="Cases">The flows; none where no packet can be sent.</param>
/// <param name="Notes">What was assumed in finding them.</param>
/// <param name="Impossible">Why no packet can be sent; null where there are cases.</param>
/// <param name="IsDenied">Whether that means that nothing can be reached, rather than that it is not known.</param>
public sealed record FlowSet(
    ImmutableArray<FlowCase> Cases, ImmutableArray<string> Notes, string? Impossible = null, bool IsDenied = false);
