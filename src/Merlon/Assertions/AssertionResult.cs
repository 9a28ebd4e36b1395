using Merlon.Evaluation;
using Merlon.Model;

namespace Merlon.Assertions;

/// <summary>What became of an assertion.</summary>
/// <param name="Assertion">The assertion.</param>
/// <param name="Pairs">How many pairs of ends it was held against.</param>
/// <param name="Wrong">How many of them are otherwise than it says.</param>
/// <param name="Witness">One flow that is otherwise; null where none is.</param>
/// <param name="Result">How that flow fares.</param>
public sealed record AssertionResult(Assertion Assertion, long Pairs, long Wrong, Flow? Witness, FlowResult Result)
{
    /// <summary>Whether it holds. What speaks of nobody holds of nothing, and fails.</summary>
    public bool Passed => Wrong == 0 && !IsVacuous;

    public bool IsVacuous => Pairs == 0;
}
