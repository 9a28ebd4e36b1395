namespace Merlon.Nftables;

/// <summary>One thing to do to a table in the kernel. A closed family.</summary>
public abstract record RulesetStep
{
    private protected RulesetStep()
    {
    }

    /// <summary>Makes the table, empty; an error where it exists.</summary>
    public sealed record CreateTable : RulesetStep;

    /// <summary>Removes the table with all that it holds.</summary>
    public sealed record DeleteTable : RulesetStep;

    /// <summary>Declares a set; its elements are not looked at.</summary>
    public sealed record CreateSet(NftSet Set) : RulesetStep;

    /// <summary>Adds elements to a set.</summary>
    /// <param name="Elements">The set with the new elements only; never without any.</param>
    public sealed record AddElements(NftSet Elements) : RulesetStep;

    /// <summary>Removes elements from a set.</summary>
    /// <param name="Elements">The set with the superfluous elements only; never without any.</param>
    public sealed record RemoveElements(NftSet Elements) : RulesetStep;

    public sealed record DeleteSet(NftName Set) : RulesetStep;

    /// <summary>Declares a map; its elements are not looked at.</summary>
    public sealed record CreateMap(NftVerdictMap Map) : RulesetStep;

    /// <summary>Adds elements to a map, whose keys it does not have.</summary>
    /// <param name="Elements">The map with the new elements only; never without any.</param>
    public sealed record AddMapElements(NftVerdictMap Elements) : RulesetStep;

    /// <summary>Removes elements from a map, whatever their verdict.</summary>
    /// <param name="Elements">The map with the superfluous elements only; never without any.</param>
    public sealed record RemoveMapElements(NftVerdictMap Elements) : RulesetStep;

    public sealed record DeleteMap(NftName Map) : RulesetStep;

    /// <summary>Declares a chain; its rules are not looked at.</summary>
    public sealed record CreateChain(NftChain Chain) : RulesetStep;

    /// <summary>Adds all rules of a chain behind those that it has.</summary>
    public sealed record AddRules(NftChain Chain) : RulesetStep;

    /// <summary>Removes all rules of a chain.</summary>
    public sealed record FlushChain(NftName Chain) : RulesetStep;

    /// <summary>Removes a chain that nothing leads to any more.</summary>
    public sealed record DeleteChain(NftName Chain) : RulesetStep;
}
