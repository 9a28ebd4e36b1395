namespace Merlon.Cli.Tests.Commands;

/// <summary><c>merlon generate restrict</c>: what a policy is meant to do, written.</summary>
public sealed class GenerateSpecs
{
    static readonly string[] Guide = ["generate", "restrict", "--ports", "9001-9022", "--nodes", "70.0.0.0/16"];

    [Theory]
    [InlineData("clusternetworkpolicy", "kind: ClusterNetworkPolicy")]
    [InlineData("calico", "kind: GlobalNetworkPolicy")]
    public void I_can_write_what_a_guide_meant(string form, string kind)
    {
        using var place = new Workplace();
        var run = place.Run([.. Guide, "--allow", "kube-system/name=stork", "--as", form]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(kind, run.Output, StringComparison.Ordinal);
        Assert.Contains("stork", run.Output, StringComparison.Ordinal);
        Assert.Contains("over IPv6 the ports stay open", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_NetworkPolicy_keeps_the_API_reachable()
    {
        using var place = new Workplace();
        var policy = place.Run([.. Guide, "--as", "networkpolicy", "-n", "default"]);
        place.Write("policy.yaml", policy.Output);
        place.Write("cluster.yaml", """
            {apiVersion: v1, kind: Node, metadata: {name: n1}, status: {addresses: [{type: InternalIP, address: 70.0.98.11}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: default}, spec: {containers: [{name: c, image: i}]}, status: {phase: Running, podIP: 10.244.1.7}}
            """);
        Assert.Equal(1, Ask("9001"));
        Assert.Equal(0, Ask("6443"));

        int Ask(string port) =>
            place.Run("explain", "policy.yaml", "cluster.yaml", "--from", "default/web", "--to", "node/n1", "-p", port, "-q").ExitCode;
    }

    [Theory]
    [InlineData("--as", "ufw", "`ufw` is not a form")]
    [InlineData("--allow", "stork", "`stork` is not a selector")]
    [InlineData("--nodes", "70.0.0.1", "`70.0.0.1` is not a CIDR")]
    public void A_wrong_option_is_told(string option, string value, string words)
    {
        using var place = new Workplace();
        var arguments = new List<string>(Guide);
        if (option != "--as") arguments.AddRange(["--as", "calico"]);
        var run = place.Run([.. arguments, option, value]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }
}
