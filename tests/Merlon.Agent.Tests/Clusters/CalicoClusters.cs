using Merlon.Linux.Tests.Nftables;
using Merlon.TestServer;

namespace Merlon.Agent.Tests.Clusters;

/// <summary>What an agent makes of Calico's policies, and of all that they find by labels and names.</summary>
public sealed class CalicoClusters : IAsyncLifetime
{
    const string Api = "projectcalico.org/v3";
    const string Storage = "crd.projectcalico.org/v1";

    readonly Sandbox _sandbox = new();
    TestCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync();
        _cluster.Server.Install("projectcalico.org");
    }

    [Fact]
    public async Task Tiers_and_policies_are_enforced_as_they_change()
    {
        _cluster.Put(Tier("security", 100, "Pass"));
        await using var agent = _cluster.Start(_sandbox);
        agent.AwaitInForce();
        _cluster.Put(Global("deny-guests", "tier: 'security', order: 10, selector: \"app == 'db'\", ingress: [{action: 'Deny', source: {selector: \"app == 'guest'\"}}]"));
        agent.AwaitInForce();
        _cluster.Put(Worlds.Pod("guest", "n2", "10.2.0.2", "guest"));
        agent.AwaitInForce();
        Assert.Contains("10.2.0.2", Table(), StringComparison.Ordinal);
        _cluster.Put(Namespaced("db", "tier: 'default', selector: \"app == 'db'\", ingress: [{action: 'Allow', protocol: 'TCP', destination: {ports: [5432]}}]"));
        agent.AwaitInForce();
        _cluster.Put(Tier("security", 100, "Deny"));
        agent.AwaitInForce();
        agent.Await(() => agent.Report is { IsReady: true, Policies: 2, Tiers: 2 });
    }

    [Fact]
    public async Task Sets_of_networks_are_followed()
    {
        _cluster.Put(Global("partners", "selector: \"app == 'db'\", ingress: [{action: 'Allow', source: {selector: \"role == 'partner'\"}}]"));
        await using var agent = _cluster.Start(_sandbox);
        agent.AwaitInForce();
        Assert.DoesNotContain("198.51.100.0", Table(), StringComparison.Ordinal);
        _cluster.Put(Json($"{{apiVersion: '{Api}', kind: 'GlobalNetworkSet', metadata: {{name: 'partners', labels: {{role: 'partner'}}}}, spec: {{nets: ['198.51.100.0/24']}}}}"));
        agent.AwaitInForce();
        Assert.Contains("198.51.100.0", Table(), StringComparison.Ordinal);
        _cluster.Put(Json($"{{apiVersion: '{Api}', kind: 'GlobalNetworkSet', metadata: {{name: 'partners', labels: {{role: 'former'}}}}, spec: {{nets: ['198.51.100.0/24']}}}}"));
        agent.AwaitInForce();
        Assert.DoesNotContain("198.51.100.0", Table(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_of_accounts_are_followed()
    {
        _cluster.Put(Global("clerks", "selector: \"app == 'db'\", ingress: [{action: 'Allow', source: {serviceAccounts: {selector: \"role == 'clerk'\"}}}]"));
        _cluster.Put(Worlds.Pod("guest", "n2", "10.2.0.2", "guest").Replace("\"nodeName\"", "\"serviceAccountName\": \"guest\", \"nodeName\"", StringComparison.Ordinal));
        await using var agent = _cluster.Start(_sandbox);
        agent.AwaitInForce();
        Assert.DoesNotContain("10.2.0.2", Table(), StringComparison.Ordinal);
        _cluster.Put(Account("clerk"));
        agent.AwaitInForce();
        Assert.Contains("10.2.0.2", Table(), StringComparison.Ordinal);
        _cluster.Delete(Account("clerk"));
        agent.AwaitInForce();
        Assert.DoesNotContain("10.2.0.2", Table(), StringComparison.Ordinal);

        static string Account(string role) =>
            Json($"{{apiVersion: 'v1', kind: 'ServiceAccount', metadata: {{name: 'guest', namespace: 'shop', labels: {{role: '{role}'}}}}}}");
    }

    [Fact]
    public async Task What_stands_behind_a_Service_is_followed()
    {
        _cluster.Put(Namespaced("web", "selector: \"app == 'web'\", types: ['Egress'], egress: [{action: 'Allow', destination: {services: {name: 'search'}}}]"));
        await using var agent = _cluster.Start(_sandbox);
        agent.AwaitInForce();
        _cluster.Put(Json("{apiVersion: 'v1', kind: 'Service', metadata: {name: 'search', namespace: 'shop'}, spec: {clusterIP: '10.96.0.9', selector: {app: 'search'}, ports: [{port: 80, targetPort: 9200}]}}"));
        _cluster.Put(Worlds.Pod("search", "n2", "10.2.0.8", "search"));
        agent.AwaitInForce();
        Assert.Contains("10.2.0.8", Table(), StringComparison.Ordinal);
        _cluster.Put(Json("{apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: {name: 'search-x', namespace: 'shop', labels: {'kubernetes.io/service-name': 'search'}}, addressType: 'IPv4', endpoints: [{addresses: ['203.0.113.9']}], ports: [{name: '', protocol: 'TCP', port: 9200}]}"));
        agent.AwaitInForce();
        Assert.Contains("203.0.113.9", Table(), StringComparison.Ordinal);
        Assert.DoesNotContain("10.2.0.8", Table(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_its_storage_is_served_too_every_object_counts_once()
    {
        var policy = Global("db", "selector: \"app == 'db'\", ingress: [{action: 'Allow'}]");
        _cluster.Server.Install("crd.projectcalico.org");
        _cluster.Put(policy);
        _cluster.Put(policy.Replace(Api, Storage, StringComparison.Ordinal));
        await using var agent = _cluster.Start(_sandbox);
        agent.AwaitInForce();
        agent.Await(() => agent.Report.Policies == 1);
        _cluster.Server.Uninstall("projectcalico.org");
        _cluster.Put(policy.Replace(Api, Storage, StringComparison.Ordinal).Replace("Allow", "Deny", StringComparison.Ordinal));
        agent.Await(() => Table().Contains("drop comment \"db rule 1\"", StringComparison.Ordinal));
        agent.Await(() => agent.Report.Policies == 1);
    }

    [Fact]
    public async Task Where_its_own_server_is_not_there_its_storage_is_enough()
    {
        _cluster.Server.Install("crd.projectcalico.org");
        _cluster.Put(Global("db", "selector: \"app == 'db'\", ingress: [{action: 'Deny'}]").Replace(Api, Storage, StringComparison.Ordinal));
        _cluster.Server.Faults = request => request.Resource?.Group == "projectcalico.org" ? new Fault.Answer(503) : null;
        await using var agent = _cluster.Start(_sandbox);
        agent.Await(() => agent.Report is { IsReady: true, Policies: 1 });
        Assert.Contains("drop comment \"db rule 1\"", Table(), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _sandbox.Dispose();
    }

    string Table() => _sandbox.Nft("list", "table", "inet", "merlon_a");

    static string Tier(string name, int order, string action) =>
        Json($"{{apiVersion: '{Api}', kind: 'Tier', metadata: {{name: '{name}'}}, spec: {{order: {order}, defaultAction: '{action}'}}}}");

    static string Global(string name, string spec) => Json($"{{apiVersion: '{Api}', kind: 'GlobalNetworkPolicy', metadata: {{name: '{name}'}}, spec: {{{spec}}}}}");

    static string Namespaced(string name, string spec) =>
        Json($"{{apiVersion: '{Api}', kind: 'NetworkPolicy', metadata: {{name: '{name}', namespace: 'shop'}}, spec: {{{spec}}}}}");

    // The objects of these tests are flow YAML: a server is told JSON.
    static string Json(string yaml) => Labs.ClusterObjects.Documents(yaml).Single().ToJsonString();
}
