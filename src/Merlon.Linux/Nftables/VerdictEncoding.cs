using Merlon.Linux.Netlink;
using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>Verdicts, as rules and map elements carry them.</summary>
static class VerdictEncoding
{
    public static void Write(NetlinkWriter writer, ushort type, NftVerdict verdict)
    {
        using var data = writer.Nest(type);
        using var nest = writer.Nest(DataAttribute.Verdict);
        var (code, chain) = verdict switch
        {
            NftVerdict.Jump jump => (NftVerdictCode.Jump, jump.Chain),
            NftVerdict.Goto @goto => (NftVerdictCode.Goto, @goto.Chain),
            _ when verdict == NftVerdict.Accept => (NftVerdictCode.Accept, null),
            _ when verdict == NftVerdict.Drop => (NftVerdictCode.Drop, (NftName?)null),
            _ => throw new InvalidOperationException($"No code for {verdict}."),
        };
        writer.UInt32(VerdictAttribute.Code, code);
        if (chain is not null) writer.Text(VerdictAttribute.Chain, chain.Text);
    }

    /// <summary>Reads the value of a data attribute; null for a verdict that is never written.</summary>
    public static NftVerdict? Read(NetlinkAttributes data)
    {
        var verdict = data.Nested(DataAttribute.Verdict);
        return verdict.UInt32(VerdictAttribute.Code) switch
        {
            NftVerdictCode.Accept => NftVerdict.Accept,
            NftVerdictCode.Drop => NftVerdict.Drop,
            NftVerdictCode.Jump => new NftVerdict.Jump(ForeignRulesetException.OwnName(verdict.Text(VerdictAttribute.Chain))),
            NftVerdictCode.Goto => new NftVerdict.Goto(ForeignRulesetException.OwnName(verdict.Text(VerdictAttribute.Chain))),
            _ => null,
        };
    }
}
