using Merlon.Model;

namespace Merlon.Policies;

/// <summary>Which namespaces a selector looks into. A closed family with value equality.</summary>
public abstract record NamespaceScope
{
    private protected NamespaceScope()
    {
    }

    /// <summary>Every namespace.</summary>
    public static NamespaceScope All { get; } = new Matching(LabelExpression.Everything);

    public abstract bool Contains(ClusterNamespace candidate);

    /// <summary>The one namespace of this name.</summary>
    public sealed record Named(string Name) : NamespaceScope
    {
        public override bool Contains(ClusterNamespace candidate) => candidate.Name == Name;

        public override string ToString() => Name;
    }

    /// <summary>The namespaces whose labels match; all of them for <see cref="LabelExpression.Everything"/>.</summary>
    public sealed record Matching(LabelExpression Labels) : NamespaceScope
    {
        public override bool Contains(ClusterNamespace candidate) => Labels.Matches(candidate.Labels);

        public override string ToString() => Labels.IsEverything ? "all namespaces" : $"namespaces {Labels}";
    }
}
