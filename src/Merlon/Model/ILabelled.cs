namespace Merlon.Model;

/// <summary>Something that selectors look at: its own labels, and what it belongs to.</summary>
public interface ILabelled
{
    LabelSet Labels { get; }

    /// <summary>The namespace it is in; null where it is in none.</summary>
    ClusterNamespace? Namespace { get; }

    /// <summary>The account it runs as; null where it runs as none.</summary>
    ServiceAccount? ServiceAccount { get; }
}
