using Merlon.Model;

namespace Merlon.Resources;

/// <summary>
/// An object that makes pods from a template: Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob or
/// ReplicationController.
/// </summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Meta">Its own metadata.</param>
/// <param name="PodLabels">The labels of the pods it makes.</param>
/// <param name="PodSpec">The spec of the pods it makes.</param>
public sealed record WorkloadResource(string Kind, ObjectMeta Meta, LabelSet PodLabels, PodSpec PodSpec);
