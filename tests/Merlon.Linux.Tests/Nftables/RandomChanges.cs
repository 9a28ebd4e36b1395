using Merlon.Nftables;

namespace Merlon.Linux.Tests.Nftables;

public class RandomChanges
{
    const int Sequences = 20;
    const int Changes = 12;

    [Fact]
    public void A_table_changed_step_by_step_is_the_table_loaded_at_once()
    {
        using var changed = new Sandbox();
        using var fresh = new Sandbox();
        for (var seed = 0; seed < Sequences; seed++)
        {
            var tables = new RandomTables(1000 + seed);
            var current = tables.Draw(Names.TableA);
            changed.Device.Load(current);
            for (var change = 0; change < Changes; change++)
            {
                var wanted = tables.Draw(Names.TableA);
                foreach (var batch in RulesetDifference.Between(current, wanted).Batches)
                {
                    changed.Device.Apply(new RulesetDifference(Names.TableA, [batch]));
                    if (change % 4 == 0) changed.CheckListable();
                }
                current = wanted;
                Assert.Equal(current, changed.Device.ReadTable(Names.TableA));
            }
            fresh.Device.Load(current);
            Assert.Equal(fresh.List(Names.TableA), changed.List(Names.TableA));
            fresh.Device.Delete(Names.TableA);
            changed.Device.Delete(Names.TableA);
        }
    }

    [Fact]
    public void What_was_read_back_can_be_changed()
    {
        using var sandbox = new Sandbox();
        var tables = new RandomTables(7);
        sandbox.LoadText(tables.Draw(Names.TableA));
        var wanted = tables.Draw(Names.TableA);
        sandbox.Device.Apply(sandbox.Device.ReadTable(Names.TableA)!, wanted);
        Assert.Equal(wanted, sandbox.Device.ReadTable(Names.TableA));
    }

    [Fact]
    public void An_equal_table_changes_nothing()
    {
        using var sandbox = new Sandbox();
        var table = new RandomTables(3).Draw(Names.TableA);
        sandbox.Device.Load(table);
        var before = sandbox.Nft("-a", "list", "ruleset");
        sandbox.Device.Apply(table, new RandomTables(3).Draw(Names.TableA));
        Assert.Equal(before, sandbox.Nft("-a", "list", "ruleset"));
    }
}
