using System.Collections.Immutable;
using Merlon.Connectivity;
using Merlon.Model;
using Merlon.Tests.Model;

namespace Merlon.Tests.Connectivity;

/// <summary>Cutting a block along random borders: counted address by address, in a space small enough for it.</summary>
public sealed class AtomsOfAddresses
{
    const int Rounds = 500;

    [Fact]
    public void Every_address_of_the_block_is_in_exactly_one_atom() => ForRandomBorders((block, _, atoms) =>
    {
        foreach (var address in AddressesOf(Cidr.Parse("10.0.0.0/24")))
        {
            Assert.Equal(block.Contains(address) ? 1 : 0, atoms.Count(atom => Holds(atom, address)));
        }
    });

    [Fact]
    public void No_border_cuts_an_atom() => ForRandomBorders((_, borders, atoms) =>
    {
        foreach (var atom in atoms)
        {
            var held = AddressesOf(atom.Block).Where(address => Holds(atom, address)).ToList();
            foreach (var border in borders) Assert.Single(held.Select(border.Contains).Distinct());
        }
    });

    [Fact]
    public void The_sample_of_an_atom_is_its_lowest_address() => ForRandomBorders((_, _, atoms) =>
        Assert.All(
            atoms, atom => Assert.Equal(AddressesOf(atom.Block).First(address => Holds(atom, address)), atom.Sample)));

    [Fact]
    public void Atoms_are_ordered_by_block() => ForRandomBorders((_, _, atoms) =>
        Assert.Equal(atoms.OrderBy(atom => atom.Block), atoms));

    [Fact]
    public void Borders_outside_the_block_or_of_the_other_family_cut_nothing() => Assert.Equal(
        ["10.0.0.0/8"],
        Split("10.0.0.0/8", "0.0.0.0/0", "10.0.0.0/8", "11.0.0.0/8", "::/0", "a00::/8"));

    [Fact]
    public void A_block_inside_is_an_atom_and_taken_from_the_rest() => Assert.Equal(
        ["10.0.0.0/8 except 10.1.0.0/16", "10.1.0.0/16 except 10.1.2.3/32", "10.1.2.3"],
        Split("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32"));

    [Fact]
    public void A_block_that_its_halves_cover_is_no_atom() => Assert.Equal(
        ["0.0.0.0/1", "128.0.0.0/1"],
        Split("0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1"));

    [Fact]
    public void The_last_address_of_all_is_cut_like_any_other() => Assert.Equal(
        ["::/0 except ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
        Split("::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"));

    static void ForRandomBorders(Action<Cidr, ImmutableArray<Cidr>, List<AddressAtom>> check)
    {
        var random = new Random(11);
        for (var round = 0; round < Rounds; round++)
        {
            var block = RandomBlocks.InSmallSpace(random);
            ImmutableArray<Cidr> borders =
                [.. Enumerable.Range(0, random.Next(12))
                    .Select(_ => RandomBlocks.InSmallSpace(random))
                    .Distinct()
                    .Order()];
            check(block, borders, [.. AddressAtoms.Split(block, borders)]);
        }
    }

    static IEnumerable<string> Split(string block, params string[] borders) =>
        AddressAtoms.Split(Cidr.Parse(block), [.. borders.Select(border => Cidr.Parse(border)).Order()])
            .Select(atom => atom.ToString());

    static bool Holds(AddressAtom atom, IpAddress address) =>
        atom.Block.Contains(address) && !atom.Without.Any(without => without.Contains(address));

    static IEnumerable<IpAddress> AddressesOf(Cidr block)
    {
        for (var value = block.First.Value; value <= block.Last.Value; value++)
        {
            yield return IpAddress.Create(block.Family, value);
        }
    }
}
