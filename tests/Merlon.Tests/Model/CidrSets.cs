using Merlon.Model;

namespace Merlon.Tests.Model;

public sealed class CidrSets
{
    [Fact]
    public void Nothing_is_left_of_a_block_that_its_exceptions_cover() =>
        Assert.Empty(
            CidrSet.Subtract([Cidr.Parse("10.0.0.0/8")], [Cidr.Parse("10.0.0.0/9"), Cidr.Parse("10.128.0.0/9")]));

    [Fact]
    public void An_exception_leaves_the_fewest_blocks_around_it() => Assert.Equal(
        ["10.0.0.0/32", "10.0.0.2/31"],
        CidrSet.Subtract([Cidr.Parse("10.0.0.0/30")], [Cidr.Parse("10.0.0.1/32")]).Select(block => block.ToString()));

    [Fact]
    public void Halves_become_the_whole() => Assert.Equal(
        "0.0.0.0/0", Assert.Single(CidrSet.Union([Cidr.Parse("0.0.0.0/1"), Cidr.Parse("128.0.0.0/1")])).ToString());

    [Fact]
    public void Neighbours_that_are_no_halves_stay_two() =>
        Assert.Equal(2, CidrSet.Union([Cidr.Parse("10.0.1.0/24"), Cidr.Parse("10.0.2.0/24")]).Length);

    [Fact]
    public void An_exception_of_one_family_leaves_the_other_alone() => Assert.Equal(
        ["0.0.0.0/0"],
        CidrSet.Subtract([Cidr.Parse("0.0.0.0/0"), Cidr.Parse("::/0")], [Cidr.Parse("::/0")])
            .Select(block => block.ToString()));

    [Fact]
    public void Sets_of_random_blocks_hold_exactly_the_right_addresses()
    {
        var random = new Random(1);
        for (var round = 0; round < 2_000; round++)
        {
            var blocks = Blocks(random, random.Next(1, 5));
            var exceptions = Blocks(random, random.Next(4));
            var left = CidrSet.Subtract(blocks, exceptions);
            for (uint low = 0; low < 256; low++)
            {
                var address = IpAddress.Create(IpFamily.IPv4, 0x0A000000 + low);
                var expected = blocks.Any(block => block.Contains(address))
                    && !exceptions.Any(exception => exception.Contains(address));
                Assert.Equal(expected ? 1 : 0, left.Count(block => block.Contains(address)));
            }
            Assert.Equal(left.Order(), left);
            Assert.Equal(left, CidrSet.Union(left));
        }
    }

    // Blocks inside 10.0.0.0/24, so that they meet often.
    static List<Cidr> Blocks(Random random, int count) =>
    [
        .. Enumerable.Range(0, count).Select(_ =>
            Cidr.Containing(IpAddress.Create(IpFamily.IPv4, 0x0A000000 + (uint)random.Next(256)), random.Next(24, 33))),
    ];
}
