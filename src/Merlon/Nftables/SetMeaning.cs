using System.Globalization;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>Whose addresses a set holds. A closed family; equal when the texts are.</summary>
/// <param name="Kind">What the set is called, in letters.</param>
abstract record SetMeaning(string Kind)
{
    /// <summary>Whether addresses that the endpoint owns are in the set.</summary>
    public abstract bool Contains(Endpoint endpoint);

    /// <summary>The name of the set of one family.</summary>
    public NftName NameIn(IpFamily family) => NftName.ByContent($"{Kind}{(int)family}", ToString());

    /// <summary>Pods by selector.</summary>
    public sealed record Pods(EndpointSelector Selector) : SetMeaning("pods")
    {
        public override bool Contains(Endpoint endpoint) => Selector.Matches(endpoint);

        public override string ToString() => Selector.ToString();
    }

    /// <summary>Pods by a formula.</summary>
    public sealed record Labelled(FormulaSelector Selector) : SetMeaning("label")
    {
        public override bool Contains(Endpoint endpoint) => Selector.Matches(endpoint);

        public override string ToString() => Selector.ToString();
    }

    /// <summary>Pods that give a port name a number.</summary>
    public sealed record PodsWithPort(PortMatch.Named Port, ushort Number, PortMatcher Ports)
        : SetMeaning("named")
    {
        public override bool Contains(Endpoint endpoint) =>
            endpoint.IsOnPodNetwork && Ports.NumbersOf(Port, endpoint).Contains(Number);

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Port} at {Number}");
    }
}
