using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;

namespace Merlon.Questions;

/// <summary>
/// Collects the flows of one question: pairs ends of one family, and finds port names on the destination.
/// </summary>
sealed class FlowSetBuilder(IpFamily? family, PortQuestion port, EvaluationOptions options)
{
    readonly List<FlowCase> _cases = [];
    readonly List<string> _notes = [];
    string? _impossible;
    bool _denied;
    bool _otherFamily;

    public PortQuestion Port => port;

    public void Note(string text)
    {
        if (!_notes.Contains(text)) _notes.Add(text);
    }

    public void NoteBackend(Service service, ServicePort asked, ushort target)
    {
        if (target != asked.Port)
        {
            Note($"{service} port {asked.Port} leads to port {target} of its pods: policies see {target}");
        }
    }

    public void Fail(string reason, bool isDenied = false)
    {
        _impossible ??= reason;
        _denied |= isDenied;
    }

    /// <summary>Adds the flows to the port of the question on this destination.</summary>
    public void Add(FlowEnd source, FlowEnd destination, ServiceAddress? via, string? because)
    {
        if (!SameFamily(source, destination)) return;
        if (port.Protocol is { IsIcmp: true })
        {
            var version = destination.Address?.Family ?? source.Address?.Family ?? family ?? IpFamily.IPv4;
            AddCase(source, destination, version == IpFamily.IPv6 ? Protocol.IcmpV6 : Protocol.Icmp, 0, via, because);
        }
        else if (port.Number is { } number)
        {
            AddCase(source, destination, port.Protocol ?? Protocol.Tcp, number, via, because);
        }
        else
        {
            AddNamed(source, destination, via, because);
        }
    }

    /// <summary>Adds the flow to a port that is known already.</summary>
    public void Add(
        FlowEnd source, FlowEnd destination, ServiceAddress? via, string? because, Protocol protocol, ushort number)
    {
        if (SameFamily(source, destination)) AddCase(source, destination, protocol, number, via, because);
    }

    public FlowSet Build(Target from, Target to)
    {
        if (_cases.Count > 0) return new FlowSet([.. _cases], [.. _notes]);
        if (_impossible is null && _otherFamily)
        {
            _impossible = family is null
                ? $"{from} and {to} have no IP version in common: no packet can go from one to the other"
                : $"{from} and {to} do not both have an {family} address";
        }
        return new FlowSet(
            [], [.. _notes], _impossible ?? $"there is nothing to ask about from {from} to {to}", _denied);
    }

    void AddNamed(FlowEnd source, FlowEnd destination, ServiceAddress? via, string? because)
    {
        if (destination.Endpoint is not { Kind: not EndpointKind.Node } pod)
        {
            Fail($"`{port.Name}` is a port name, and {destination} is no pod that could have one: ask by number");
            return;
        }
        var found = pod.Ports
            .Where(declared => declared.Name == port.Name && declared.Container <= options.NamedPortContainers)
            .Where(declared => port.Protocol is null || declared.Protocol == port.Protocol)
            .Select(declared => (declared.Protocol, declared.Number))
            .Distinct()
            .ToList();
        if (found.Count == 0) Fail($"{pod} has no port named {port}: there is nothing to connect to", isDenied: true);
        foreach (var (protocol, number) in found)
        {
            Note($"{port.Name} is {number}/{protocol} on {pod}");
            AddCase(source, destination, protocol, number, via, because);
        }
    }

    void AddCase(
        FlowEnd source, FlowEnd destination, Protocol protocol, ushort number, ServiceAddress? via, string? because) =>
        _cases.Add(new FlowCase(
            new Flow(source, destination, protocol, number, via) { Icmp = IcmpMessage.EchoRequest(protocol) }, because));

    bool SameFamily(FlowEnd source, FlowEnd destination)
    {
        var same = (source.Address, destination.Address) switch
        {
            ({ } a, { } b) => a.Family == b.Family && (family is null || a.Family == family),
            ({ } a, null) => family is null || a.Family == family,
            (null, { } b) => family is null || b.Family == family,
            _ => true,
        };
        _otherFamily |= !same;
        return same;
    }
}
