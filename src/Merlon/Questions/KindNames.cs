using System.Collections.Frozen;

namespace Merlon.Questions;

/// <summary>The names that kubectl users give to kinds.</summary>
static class KindNames
{
    public const string Service = "Service";
    public const string Node = "Node";
    public const string Pod = "Pod";

    static readonly FrozenDictionary<string, string> ByAlias = new Dictionary<string, string>(
        StringComparer.OrdinalIgnoreCase)
    {
        ["svc"] = Service,
        ["service"] = Service,
        ["services"] = Service,
        ["no"] = Node,
        ["node"] = Node,
        ["nodes"] = Node,
        ["po"] = Pod,
        ["pod"] = Pod,
        ["pods"] = Pod,
        ["deploy"] = "Deployment",
        ["deployment"] = "Deployment",
        ["deployments"] = "Deployment",
        ["rs"] = "ReplicaSet",
        ["replicaset"] = "ReplicaSet",
        ["sts"] = "StatefulSet",
        ["statefulset"] = "StatefulSet",
        ["ds"] = "DaemonSet",
        ["daemonset"] = "DaemonSet",
        ["job"] = "Job",
        ["cj"] = "CronJob",
        ["cronjob"] = "CronJob",
        ["rc"] = "ReplicationController",
        ["replicationcontroller"] = "ReplicationController",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The kind that the word means; null where it is none.</summary>
    public static string? Find(string word) => ByAlias.GetValueOrDefault(word);
}
