namespace Merlon.Agent.Objects;

/// <summary>An object among all that are known.</summary>
/// <param name="Resource">What it is, as its source calls that.</param>
/// <param name="Namespace">Its namespace; empty for a cluster-wide object.</param>
/// <param name="Name">Its name.</param>
readonly record struct ObjectKey(string Resource, string Namespace, string Name)
{
    /// <summary>For example <c>pods shop/web</c>.</summary>
    public override string ToString() => Namespace.Length == 0 ? $"{Resource} {Name}" : $"{Resource} {Namespace}/{Name}";
}
