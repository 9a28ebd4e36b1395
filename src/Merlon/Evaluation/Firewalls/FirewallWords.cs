using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Evaluation.Firewalls;

/// <summary>Puts what firewalls do into words.</summary>
public static class FirewallWords
{
    /// <summary>For example <c>rule 6 of INPUT drops 9001/TCP from 10.244.1.7</c>.</summary>
    public static string Describe(FirewallResult result, FirewallStep step)
    {
        var packet = result.Packet;
        var port = packet.Protocol.HasPorts ? $"{packet.Port}/{packet.Protocol}" : $"{packet.Protocol}";
        return $"{Place(step)} {Deed(step)} {port} from {packet.Source?.ToString() ?? "its source"}";
    }

    /// <summary><c>rule 6 of INPUT</c> or <c>the policy of INPUT</c>.</summary>
    public static string Place(FirewallStep step) =>
        step.Rule is { } rule ? $"rule {rule.Number} of {step.Chain}" : $"the policy of {step.Chain}";

    /// <summary>Why the verdict is unknown, for an unknown one.</summary>
    public static string Unknown(FirewallResult result) => result.Doubtful is { } doubtful
        ? $"the host firewall of {result.Node} depends on {doubtful.Doubt}: {Place(doubtful)}"
            + (doubtful.Rule is { } rule ? $" ({rule.Origin.ToShortString()})" : "")
        : throw new InvalidOperationException("The verdict is known.");

    static string Deed(FirewallStep step) => step switch
    {
        { Rule: null, Chain.DropsTheRest: true } => "drops",
        { Rule: null } => "accepts",
        { Rule.Target: FirewallTarget.Drop { Rejects: true } } => "rejects",
        { Rule.Target: FirewallTarget.Drop } => "drops",
        { Rule.Target: FirewallTarget.Accept } => "accepts",
        _ => "may decide",
    };

    internal static string Doubt(FirewallMatch match) => match switch
    {
        FirewallMatch.Unknowable unknowable => unknowable.What,
        FirewallMatch.Address { End: PacketEnd.Source } => "the source address, which is not known",
        FirewallMatch.Address => "the destination address, which is not known",
        FirewallMatch.Ports => "the source port, which the question leaves open",
        FirewallMatch.Interface { End: PacketEnd.Source } => "the interface by which it comes in",
        FirewallMatch.Interface => "the interface by which it goes out",
        FirewallMatch.State => "whether its source is translated",
        FirewallMatch.Icmp => "the ICMP message, which the question leaves open",
        FirewallMatch.OfKind => "what kind of address it is to the host",
        FirewallMatch.Mark => "a mark that an earlier rule may have set",
        _ => throw new InvalidOperationException($"A {match.GetType().Name} is never in doubt."),
    };
}
