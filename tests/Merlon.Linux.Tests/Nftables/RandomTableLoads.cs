using Merlon.Nftables;

namespace Merlon.Linux.Tests.Nftables;

public class RandomTableLoads
{
    const int Tables = 200;

    [Fact]
    public void Netlink_loads_what_the_text_loads()
    {
        using var byNetlink = new Sandbox();
        using var byText = new Sandbox();
        for (var seed = 0; seed < Tables; seed++)
        {
            var name = seed % 2 == 0 ? Names.TableA : Names.TableB;
            var table = new RandomTables(seed).Draw(name);
            byNetlink.Device.Load(table);
            byText.LoadText(table);
            byNetlink.CheckListable();
            Assert.Equal(byText.List(name), byNetlink.List(name));
            Assert.Equal(byText.Bytecode(name), byNetlink.Bytecode(name));
            Assert.Equal(table, byNetlink.Device.ReadTable(name));
            Assert.Equal(table, byText.Device.ReadTable(name));
            Assert.True(byNetlink.Device.Delete(name));
            Assert.True(byText.Device.Delete(name));
            Assert.Equal("", byNetlink.Nft("list", "ruleset"));
        }
    }
}
