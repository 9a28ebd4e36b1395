using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>A label selector as written (<c>metav1.LabelSelector</c>).</summary>
/// <param name="MatchLabels">Labels that must be there with these values.</param>
/// <param name="MatchExpressions">Further requirements; all must hold.</param>
/// <param name="Place">Where it stands.</param>
public sealed record LabelSelectorSpec(
    ImmutableArray<KeyValuePair<string, string>> MatchLabels,
    ImmutableArray<LabelRequirementSpec> MatchExpressions,
    Place Place)
{
    public bool IsEmpty => MatchLabels.IsEmpty && MatchExpressions.IsEmpty;

    /// <summary>The condition it states. The selector has been validated: its operators are known.</summary>
    public LabelExpression ToExpression() => LabelExpression.All(
        [
            .. MatchLabels.Select(label => LabelExpression.In(label.Key, [label.Value])),
            .. MatchExpressions.Select(requirement => requirement.ToExpression()),
        ]);
}
