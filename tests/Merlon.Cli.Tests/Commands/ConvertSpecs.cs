namespace Merlon.Cli.Tests.Commands;

public sealed class ConvertSpecs
{
    const string Admin = """
        apiVersion: policy.networking.k8s.io/v1alpha1
        kind: AdminNetworkPolicy
        metadata: {name: guard}
        spec:
          priority: 7
          subject: {namespaces: {}}
          ingress:
          - action: Deny
            from: [{namespaces: {matchLabels: {team: other}}}]
            ports: [{portNumber: {port: 80}}]

        """;

    const string Pods = """
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: x}, status: {podIP: 10.0.0.1}}
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: b, namespace: x}, status: {podIP: 10.0.0.2}}

        """;

    [Fact]
    public void I_can_convert_a_policy_and_see_that_nothing_changes()
    {
        using var place = new Workplace();
        place.Write("guard.yaml", Admin);
        var run = place.Run("convert", "guard.yaml", "--to", "clusternetworkpolicy");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Equal(
            """
            apiVersion: policy.networking.k8s.io/v1alpha2
            kind: ClusterNetworkPolicy
            metadata:
              name: guard
            spec:
              tier: Admin
              priority: 7
              subject:
                namespaces: {}
              ingress:
              - action: Deny
                from:
                - namespaces: {matchLabels: {team: other}}
                protocols:
                - tcp: {destinationPort: {number: 80}}

            """,
            run.Output);
        Assert.Contains("merlon: the same:", run.Error, StringComparison.Ordinal);
        Assert.Contains("made up", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_proof_is_of_the_cluster_where_one_is_given()
    {
        using var place = new Workplace();
        place.Write("all.yaml", Admin + Pods);
        var run = place.Run("convert", "all.yaml", "--to", "clusternetworkpolicy");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Contains("of the cluster given", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_converted_can_be_asked_like_the_original()
    {
        using var place = new Workplace();
        place.Write("guard.yaml", Admin);
        place.Write("converted.yaml", place.Run("convert", "guard.yaml", "--to", "clusternetworkpolicy").Output + Pods);
        var run = place.Run("explain", "converted.yaml", "--from", "x/a", "--to", "x/b", "-p", "80");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Contains("tier kube-admin · guard", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_convert_is_wrong()
    {
        using var place = new Workplace();
        place.Write("pods.yaml", Pods);
        var run = place.Run("convert", "pods.yaml", "--to", "clusternetworkpolicy");
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal(
            ["merlon: there is no AdminNetworkPolicy and BaselineAdminNetworkPolicy to convert"], run.ErrorLines);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void A_target_that_there_is_not_is_wrong()
    {
        using var place = new Workplace();
        place.Write("guard.yaml", Admin);
        var run = place.Run("convert", "guard.yaml", "--to", "iptables");
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.StartsWith("merlon: `iptables` is nothing that can be converted to", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_makes_the_input_wrong()
    {
        using var place = new Workplace();
        place.Write("guard.yaml", Admin + "---\n" + Admin
            .Replace("guard", "broken", StringComparison.Ordinal)
            .Replace("priority: 7", "priority: 7000", StringComparison.Ordinal));
        var run = place.Run("convert", "guard.yaml", "--to", "clusternetworkpolicy");
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Contains("name: guard", run.Output, StringComparison.Ordinal);
        Assert.Contains("broken", run.Error, StringComparison.Ordinal);
    }
}
