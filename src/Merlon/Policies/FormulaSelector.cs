using Merlon.Model;

namespace Merlon.Policies;

/// <summary>Pods and host endpoints by a formula over their labels and what they belong to.</summary>
public sealed record FormulaSelector(LabelFormula Formula) : Subject
{
    public override bool Matches(Endpoint endpoint) => endpoint.IsOnPodNetwork && Formula.Matches(endpoint);

    public override bool Matches(HostEndpoint host) => Formula.Matches(host);

    /// <summary>The formula.</summary>
    public override string ToString() => Formula.ToString();
}
