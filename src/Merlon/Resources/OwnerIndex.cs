using Merlon.Model;

namespace Merlon.Resources;

/// <summary>Follows owner references from pods to the workload that a person wrote.</summary>
sealed class OwnerIndex
{
    const string TemplateHashLabel = "pod-template-hash";

    readonly Dictionary<(string Namespace, string Kind, string Name), WorkloadResource> _workloads;
    readonly HashSet<(string Namespace, string Kind, string Name)> _withPods = [];

    public OwnerIndex(ResourceSet resources)
    {
        _workloads = resources.Workloads.ToDictionary(
            workload => (workload.Meta.Namespace, workload.Kind, workload.Meta.Name));
        foreach (var pod in resources.Pods)
        {
            foreach (var owner in Chain(pod)) _withPods.Add((pod.Meta.Namespace, owner.Kind, owner.Name));
        }
    }

    /// <summary>
    /// Whether the workload is known by its template alone: no pod of it, and no workload above it, is in the input.
    /// </summary>
    public bool HasNoPods(WorkloadResource workload) =>
        !_withPods.Contains((workload.Meta.Namespace, workload.Kind, workload.Meta.Name))
        && !workload.Meta.Owners.Any(owner =>
            _workloads.TryGetValue((workload.Meta.Namespace, owner.Kind, owner.Name), out var above)
            && !IsOwnedBy(above, workload));

    // Workloads that claim to own each other have no one above them.
    bool IsOwnedBy(WorkloadResource workload, WorkloadResource owner)
    {
        var seen = new HashSet<WorkloadResource>(ReferenceEqualityComparer.Instance);
        for (var next = workload; next is not null && seen.Add(next);)
        {
            if (ReferenceEquals(next, owner)) return true;
            var above = next.Meta.Owners.FirstOrDefault();
            next = above is null
                ? null
                : _workloads.GetValueOrDefault((workload.Meta.Namespace, above.Kind, above.Name));
        }
        return false;
    }

    /// <summary>The topmost owner, or the pod itself: static pods belong to no workload.</summary>
    public EndpointId WorkloadOf(PodResource pod) =>
        Chain(pod).LastOrDefault() is { } top
            ? EndpointId.Workload(pod.Meta.Namespace, top.Kind, top.Name)
            : EndpointId.Pod(pod.Meta.Namespace, pod.Meta.Name);

    List<OwnerReference> Chain(PodResource pod)
    {
        var chain = new List<OwnerReference>();
        var next = pod.Meta.Owners.FirstOrDefault(owner => owner.Kind != "Node");
        while (next is not null && !chain.Contains(next))
        {
            chain.Add(next);
            next = _workloads.TryGetValue((pod.Meta.Namespace, next.Kind, next.Name), out var workload)
                ? workload.Meta.Owners.FirstOrDefault()
                : DeploymentOf(pod, next);
        }
        return chain;
    }

    // A ReplicaSet that is not in the input: a Deployment names its ReplicaSets by its name and their hash.
    static OwnerReference? DeploymentOf(PodResource pod, OwnerReference owner)
    {
        if (owner.Kind != "ReplicaSet" || !pod.Meta.Labels.TryGet(TemplateHashLabel, out var hash)) return null;
        return owner.Name.EndsWith("-" + hash, StringComparison.Ordinal)
            ? new OwnerReference("Deployment", owner.Name[..^(hash.Length + 1)])
            : null;
    }
}
