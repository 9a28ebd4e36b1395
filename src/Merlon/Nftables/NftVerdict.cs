namespace Merlon.Nftables;

/// <summary>What ends or continues the walk of a packet. A closed family with value equality.</summary>
public abstract record NftVerdict
{
    private protected NftVerdict()
    {
    }

    /// <summary>Ends this base chain; other base chains still see the packet.</summary>
    public static NftVerdict Accept { get; } = new AcceptCase();

    public static NftVerdict Drop { get; } = new DropCase();

    /// <summary>The chain that it leads to; null where it ends the walk.</summary>
    public NftName? Target => this switch
    {
        Jump jump => jump.Chain,
        Goto @goto => @goto.Chain,
        _ => null,
    };

    /// <summary>Goes to a chain and comes back to the next rule where that chain decides nothing.</summary>
    public sealed record Jump(NftName Chain) : NftVerdict
    {
        public override string ToString() => $"jump {Chain}";
    }

    /// <summary>Goes to a chain for good.</summary>
    public sealed record Goto(NftName Chain) : NftVerdict
    {
        public override string ToString() => $"goto {Chain}";
    }

    internal sealed record AcceptCase : NftVerdict
    {
        public override string ToString() => "accept";
    }

    internal sealed record DropCase : NftVerdict
    {
        public override string ToString() => "drop";
    }
}
