using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Apis.ClusterPolicies;

/// <summary>Which destination ports a rule of a cluster-wide policy speaks of. A closed family.</summary>
/// <param name="Place">Where it stands.</param>
public abstract record ClusterPortSpec(Place Place)
{
    /// <summary>Ports by number, first and last inclusive; none where the last is below the first.</summary>
    public sealed record Numbers(Protocol Protocol, ushort First, ushort Last, Place Place) : ClusterPortSpec(Place)
    {
        public bool IsEmpty => Last < First;
    }

    /// <summary>Whatever the destination pod calls so, in any protocol.</summary>
    public sealed record Named(string Name, Place Place) : ClusterPortSpec(Place);

    /// <summary>Something that a server stores and that says nothing here; why not, as the beginning of a sentence.</summary>
    public sealed record NotUnderstood(string Why, Place Place) : ClusterPortSpec(Place);
}
