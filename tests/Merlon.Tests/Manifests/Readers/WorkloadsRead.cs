using Merlon.Resources;

namespace Merlon.Tests.Manifests.Readers;

/// <summary>Objects that make pods, as manifests state them.</summary>
public sealed class WorkloadsRead
{
    const string Template = "{metadata: {labels: {app: web}}, spec: {hostNetwork: true, containers: [{name: a, ports: "
        + "[{name: http, containerPort: 80}]}]}}";

    [Theory]
    [InlineData("apps/v1", "Deployment")]
    [InlineData("apps/v1", "ReplicaSet")]
    [InlineData("apps/v1", "StatefulSet")]
    [InlineData("apps/v1", "DaemonSet")]
    [InlineData("apps/v1beta2", "Deployment")]
    [InlineData("extensions/v1beta1", "Deployment")]
    [InlineData("batch/v1", "Job")]
    [InlineData("v1", "ReplicationController")]
    public void The_template_says_what_its_pods_are(string apiVersion, string kind)
    {
        var manifests = Reading.Of(
            $"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{name: web, labels: {{not: these}}}}\n"
                + $"spec: {{template: {Template}}}\n");
        AssertIsWeb(Assert.Single(manifests.Resources.Workloads), kind);
    }

    [Theory]
    [InlineData("batch/v1")]
    [InlineData("batch/v1beta1")]
    public void The_template_of_a_cron_job_stands_in_its_job_template(string apiVersion)
    {
        var manifests = Reading.Of(
            $"apiVersion: {apiVersion}\nkind: CronJob\nmetadata: {{name: web}}\n"
                + $"spec: {{jobTemplate: {{spec: {{template: {Template}}}}}}}\n");
        AssertIsWeb(Assert.Single(manifests.Resources.Workloads), "CronJob");
    }

    [Fact]
    public void A_template_outside_the_job_template_is_not_that_of_a_cron_job()
    {
        var manifests = Reading.Of(
            $"apiVersion: batch/v1\nkind: CronJob\nmetadata: {{name: web}}\nspec: {{template: {Template}}}\n");
        Assert.Empty(Assert.Single(manifests.Resources.Workloads).PodLabels);
    }

    [Fact]
    public void Without_a_template_nothing_is_known_of_its_pods()
    {
        var manifests = Reading.Of("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n");
        var workload = Assert.Single(manifests.Resources.Workloads);
        Assert.Empty(workload.PodLabels);
        Assert.Empty(workload.PodSpec.Ports);
    }

    [Fact]
    public void Faults_of_the_template_are_reported_with_their_path()
    {
        var manifests = Reading.Of("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              template:
                metadata: {labels: {app: 5, -x: y1}}
                spec: {containers: [{ports: [{containerPort: http}]}]}
            """);
        Assert.Equal(
            [
                "API-REJECT 6:16 spec.template.metadata.labels",
                "FIELD-TYPE 6:30 spec.template.metadata.labels.app",
                "FIELD-TYPE 7:50 spec.template.spec.containers[0].ports[0].containerPort",
            ],
            Reading.Found(manifests));
        Assert.Equal("Deployment default/web (test.yaml:1)", Assert.Single(manifests.Unread).ToString());
    }

    [Fact]
    public void Owners_are_read()
    {
        var manifests = Reading.Of("""
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata:
              name: web-1
              ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: x1, controller: true}]
            """);
        Assert.Equal(
            [new OwnerReference("Deployment", "web")], Assert.Single(manifests.Resources.Workloads).Meta.Owners);
    }

    static void AssertIsWeb(WorkloadResource workload, string kind)
    {
        Assert.Equal((kind, "web", "app=web"), (workload.Kind, workload.Meta.Name, workload.PodLabels.ToString()));
        Assert.True(workload.PodSpec.IsHostNetwork);
        Assert.Equal(["http"], workload.PodSpec.Ports.Select(port => port.Name));
    }
}
