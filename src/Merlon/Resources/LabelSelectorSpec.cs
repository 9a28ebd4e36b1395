using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>A label selector as written (<c>metav1.LabelSelector</c>). Equality is by reference.</summary>
/// <param name="matchLabels">Labels that must be there with these values.</param>
/// <param name="matchExpressions">Further requirements; all must hold.</param>
/// <param name="place">Where it stands.</param>
public sealed class LabelSelectorSpec(
    ImmutableArray<KeyValuePair<string, string>> matchLabels,
    ImmutableArray<LabelRequirementSpec> matchExpressions,
    Place place)
{
    LabelExpression? _expression;

    public ImmutableArray<KeyValuePair<string, string>> MatchLabels => matchLabels;

    public ImmutableArray<LabelRequirementSpec> MatchExpressions => matchExpressions;

    public Place Place => place;

    public bool IsEmpty => MatchLabels.IsEmpty && MatchExpressions.IsEmpty;

    /// <summary>The condition it states. The selector has been validated: its operators are known.</summary>
    public LabelExpression ToExpression() => _expression ??= LabelExpression.All(
        [
            .. MatchLabels.Select(label => LabelExpression.In(label.Key, [label.Value])),
            .. MatchExpressions.Select(requirement => requirement.ToExpression()),
        ]);
}
