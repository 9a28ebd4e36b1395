using Merlon.Linux.Nftables;
using Merlon.Nftables;

namespace Merlon.Linux.Tests.Nftables;

/// <summary>
/// While a ruleset changes, nothing passes that neither the old one nor the new one allows: a transaction is not atomic
/// for a packet in flight, so packets are in flight all the time.
/// </summary>
public class UpdatesUnderFire(ITestOutputHelper output)
{
    const int Worlds = 24;
    const int PacketsBetweenLooks = 2000;
    const int PacketsBetweenSteps = 100;
    const int MostWrongUpdates = 100;

    static bool All => Environment.GetEnvironmentVariable("MERLON_TEST_ALL") == "1";

    [Fact]
    public void No_denied_packet_passes_while_a_table_changes_in_place()
    {
        using var node = NewNode();
        var worlds = Draw(Names.TableA);
        var random = new Random(1);
        var (current, newChains) = (worlds[0], 0);
        node.Sandbox.Device.Load(current);
        Run(node, All ? 400 : 60, (device, _) =>
        {
            var wanted = worlds[random.Next(worlds.Length)];
            if (LeadsTo(current, wanted)) newChains++;
            current = device.Apply(current, wanted);
        });
        Assert.Equal(current, node.Sandbox.Device.ReadTable(Names.TableA));
        output.WriteLine($"{newChains} updates led the server to a new chain");
        Assert.True(newChains > 10);
    }

    [Fact]
    public void No_denied_packet_passes_between_the_transactions_that_change_members_and_rules()
    {
        using var node = NewNode();
        var worlds = FloodedWorlds.Swapped(Names.TableA);
        var current = worlds[0];
        node.Sandbox.Device.Load(current);
        var steps = 0;
        Run(node, All ? 200 : 40, (device, flood) =>
        {
            var difference = RulesetDifference.Between(current, current.Sets.SequenceEqual(worlds[0].Sets) ? worlds[1] : worlds[0]);
            Assert.Equal(3, difference.Batches.Length);
            foreach (var batch in difference.Batches)
            {
                device.Apply(new RulesetDifference(difference.Table, [batch]) { StaleMarks = difference.StaleMarks });
                flood.Await(PacketsBetweenSteps);
                steps++;
            }
            current = difference.Outcome;
        });
        output.WriteLine($"{steps} transactions, each with packets behind it");
    }

    [Fact]
    public void No_denied_packet_passes_while_a_table_takes_the_place_of_another()
    {
        using var node = NewNode();
        var worlds = new[] { Draw(Names.TableA), Draw(Names.TableB) };
        var random = new Random(2);
        var (turn, running) = (0, worlds[0][0].Name);
        node.Sandbox.Device.Load(worlds[0][0]);
        Run(node, All ? 200 : 40, (device, _) =>
        {
            turn = 1 - turn;
            var wanted = worlds[turn][random.Next(Worlds)];
            device.Load(wanted);
            Assert.True(device.Delete(running));
            running = wanted.Name;
        });
    }

    [Fact]
    public void Denied_packets_pass_while_a_table_is_deleted_and_made_again()
    {
        using var node = NewNode();
        var worlds = Draw(Names.TableA);
        node.Sandbox.Device.Load(worlds[0]);
        using var flood = StartFlood(node);
        flood.Await(PacketsBetweenLooks);
        Assert.Equal(0, Denied(node));
        var updates = 0;
        while (Denied(node) == 0 && updates < MostWrongUpdates)
        {
            node.Sandbox.Device.Delete(Names.TableA);
            node.Sandbox.Device.Load(worlds[++updates % Worlds]);
        }
        output.WriteLine($"{Denied(node)} denied packets passed in {updates} updates made the wrong way");
        Assert.True(Denied(node) > 0, "The rig does not see what passes.");
    }

    void Run(ForwardingNode node, int updates, Action<NftablesDevice, Flood> update)
    {
        using var flood = StartFlood(node);
        flood.Await(PacketsBetweenLooks);
        var arrivedBefore = node.Arrived(FloodedWorlds.Allowed);
        Assert.True(arrivedBefore > 0);
        var (sentBefore, sentDuring) = (flood.Sent, 0L);
        for (var i = 1; i <= updates; i++)
        {
            var sent = flood.Sent;
            update(node.Sandbox.Device, flood);
            sentDuring += flood.Sent - sent;
            if (i % 10 != 0) continue;
            flood.Await(PacketsBetweenLooks);
            var arrived = node.Arrived(FloodedWorlds.Allowed);
            Assert.True(arrived > arrivedBefore, "The allowed flow came to a halt.");
            Assert.Equal(0, Denied(node));
            arrivedBefore = arrived;
        }
        output.WriteLine($"{updates} updates, {flood.Sent - sentBefore} packets sent, {sentDuring} of them during an update, {arrivedBefore} of the allowed flow arrived");
        // Where no packet meets an update, nothing is shown.
        Assert.True(sentDuring > 0, "No packet was sent during an update.");
    }

    static ForwardingNode NewNode() => new(FloodedWorlds.Allowed, FloodedWorlds.DeniedIngress, FloodedWorlds.DeniedEgress);

    static Flood StartFlood(ForwardingNode node) =>
        new(node, FloodedWorlds.Allowed, FloodedWorlds.DeniedIngress, FloodedWorlds.DeniedEgress);

    static long Denied(ForwardingNode node) => node.Arrived(FloodedWorlds.DeniedIngress) + node.Arrived(FloodedWorlds.DeniedEgress);

    static NftTable[] Draw(NftName table)
    {
        var worlds = new FloodedWorlds(1);
        return [.. Enumerable.Range(0, Worlds).Select(_ => worlds.Draw(table))];
    }

    // Whether a pod is led to a chain that the old ruleset does not have.
    static bool LeadsTo(NftTable current, NftTable wanted)
    {
        var known = current.Chains.Select(chain => chain.Name).ToHashSet();
        return wanted.Maps.SelectMany(map => map.Elements).Any(element =>
            element.Key.ToString() == $"{FloodedWorlds.Allowed.Destination}" && element.Value is NftVerdict.Jump jump && !known.Contains(jump.Chain));
    }
}
