using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>One requirement of a label selector as written.</summary>
/// <param name="Key">The label key.</param>
/// <param name="Operator">In, NotIn, Exists or DoesNotExist; anything else in a selector that is not valid.</param>
/// <param name="Values">The values of In and NotIn.</param>
/// <param name="Place">Where it stands.</param>
public sealed record LabelRequirementSpec(string Key, string Operator, ImmutableArray<string> Values, Place Place)
{
    /// <exception cref="InvalidOperationException">The operator is not one of the four: the selector was never
    /// validated.</exception>
    public LabelExpression ToExpression() => Operator switch
    {
        "In" => LabelExpression.In(Key, Values),
        "NotIn" => LabelExpression.NotIn(Key, Values),
        "Exists" => LabelExpression.Exists(Key),
        "DoesNotExist" => LabelExpression.DoesNotExist(Key),
        _ => throw new InvalidOperationException($"`{Operator}` is not an operator of label selectors."),
    };
}
