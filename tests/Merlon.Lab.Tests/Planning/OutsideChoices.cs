using Merlon.Lab.Planning;
using Merlon.Model;

namespace Merlon.Lab.Tests.Planning;

public sealed class OutsideChoices
{
    static string[] Outside(string block) =>
        [.. Labs.Plan(Labs.Pod("a") + Labs.Policy($"podSelector: {{}}, ingress: [{{from: [{{ipBlock: {block}}}]}}]"))
            .Places.Where(place => place.Kind == PlaceKind.Outside).Select(place => place.Id)];

    [Fact]
    public void A_block_and_its_exception_have_an_address_each_beside_the_usual_one() =>
        Assert.Equal(
            ["outside", "172.17.0.1", "172.17.1.1"], Outside("{cidr: 172.17.0.0/16, except: [172.17.1.0/24]}"));

    [Fact]
    public void A_block_that_is_all_exceptions_has_none() =>
        Assert.Equal(
            ["outside", "172.17.0.1", "172.17.128.1"],
            Outside("{cidr: 172.17.0.0/16, except: [172.17.0.0/17, 172.17.128.0/17]}"));

    [Fact]
    public void Everything_holds_the_usual_address() => Assert.Equal(["outside"], Outside("{cidr: 0.0.0.0/0}"));

    [Fact]
    public void No_address_is_loopback_or_multicast() =>
        Assert.Equal(["outside"], Outside("{cidr: 127.0.0.0/8}"));

    [Fact]
    public void No_address_is_in_a_nodes_pod_range()
    {
        var plan = Labs.Plan(Labs.Node("n1", ", spec: {podCIDRs: [10.9.0.0/24]}") + Labs.Pod("a")
            + Labs.Policy("podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.9.0.0/24}}, {ipBlock: {cidr: 10.9.0.0/16}}]}]"));
        var blocks = plan.Places.Where(place => place.Kind == PlaceKind.Outside).Select(place => place.Id);
        Assert.Equal(["outside", "10.9.1.1"], blocks.Where(id => !id.Contains(':', StringComparison.Ordinal)));
    }

    [Fact]
    public void An_address_that_is_asked_for_is_outside() =>
        Assert.Contains(
            "8.8.8.8",
            Labs.Plan(
                Labs.Pod("a"),
                new LabOptions { Outside = [IpAddress.Parse("8.8.8.8")] }).Places.Select(place => place.Id));
}
