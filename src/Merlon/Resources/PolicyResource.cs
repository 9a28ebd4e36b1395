using Merlon.Policies;

namespace Merlon.Resources;

/// <summary>A policy as its API writes it; each API derives its own.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Meta">Its metadata.</param>
public abstract record PolicyResource(string Kind, ObjectMeta Meta)
{
    public PolicyId Id => new(Kind, Meta.Namespace.Length == 0 ? null : Meta.Namespace, Meta.Name);
}
