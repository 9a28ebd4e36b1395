using Merlon.Apis.ClusterPolicies;
using Merlon.Manifests;
using Merlon.Model;

namespace Merlon.Apis.ClusterNetworkPolicyV1Alpha2;

/// <summary>
/// Reads an element of <c>protocols</c>: <c>tcp</c>, <c>udp</c> or <c>sctp</c> with a destination port, or
/// <c>destinationNamedPort</c>.
/// </summary>
static class ProtocolReader
{
    static readonly FieldSet ItemFields = FieldSet.Closed(
        "an element of `protocols`", "an empty one is refused too", "tcp", "udp", "sctp", "destinationNamedPort");

    static readonly FieldSet TransportFields = FieldSet.Closed(
        "a protocol", "an empty one is refused too", "destinationPort");

    static readonly FieldSet PortFields = FieldSet.Closed(
        "`destinationPort`", "an empty one is refused too", "number", "range");

    static readonly FieldSet RangeFields = FieldSet.Closed("`range`", null, "start", "end");

    public static ClusterPortSpec Read(Value value)
    {
        var item = value.AsObject(ItemFields);
        var only = item is null
            ? null
            : CrdSchema.OnlyField(
                item, "an element of `protocols`", "tcp", "udp", "sctp", "destinationNamedPort");
        return only switch
        {
            "tcp" => ReadTransport(value, item?.Object(only, TransportFields), Protocol.Tcp),
            "udp" => ReadTransport(value, item?.Object(only, TransportFields), Protocol.Udp),
            "sctp" => ReadTransport(value, item?.Object(only, TransportFields), Protocol.Sctp),
            "destinationNamedPort" => item?.String(only) is { Length: > 0 } name
                ? new ClusterPortSpec.Named(name, value.Place)
                : new ClusterPortSpec.NotUnderstood("a port name is empty", value.Place),
            _ => NotUnderstood(value, item, "a protocol says nothing"),
        };
    }

    // The API's own text takes a protocol without a port as all of its ports; its CRD refuses it.
    static ClusterPortSpec ReadTransport(Value whole, ObjectValue? transport, Protocol protocol)
    {
        if (transport is null) return NotUnderstood(whole, null, "a protocol says nothing");
        if (CrdSchema.OnlyField(transport, $"`{protocol.ToString().ToLowerInvariant()}`", "destinationPort") is null)
        {
            return transport.UnknownField is null
                ? new ClusterPortSpec.Numbers(protocol, PortRange.All.First, PortRange.All.Last, whole.Place)
                : NotUnderstood(whole, transport, "");
        }
        var port = transport.Object("destinationPort", PortFields);
        return (port is null ? null : CrdSchema.OnlyField(port, "`destinationPort`", "number", "range")) switch
        {
            "number" => Number(port, "number") is { } number
                ? new ClusterPortSpec.Numbers(protocol, number, number, whole.Place)
                : NotUnderstood(whole, port, "a port has no number"),
            "range" => ReadRange(whole, port?.Object("range", RangeFields), protocol),
            _ => NotUnderstood(whole, port, "a port has no number"),
        };
    }

    static ClusterPortSpec ReadRange(Value whole, ObjectValue? range, Protocol protocol)
    {
        var (first, last) = (Number(range, "start"), Number(range, "end"));
        if (range is null || first is null || last is null || range.UnknownField is not null)
        {
            return NotUnderstood(whole, range, "a range has no ends");
        }
        if (first >= last)
        {
            CrdSchema.Refuse(
                range.Context,
                first == last
                    ? $"a range needs two ports: write `number: {first}`."
                    : $"the range starts at {first} and ends at {last}.",
                range.Location,
                range.Path);
        }
        return new ClusterPortSpec.Numbers(protocol, first.Value, last.Value, whole.Place);
    }

    static ushort? Number(ObjectValue? owner, string field) =>
        (ushort?)CrdSchema.Number(CrdSchema.Required(owner, field, "a port"), 1, ushort.MaxValue, "port");

    static ClusterPortSpec.NotUnderstood NotUnderstood(Value whole, ObjectValue? at, string otherwise) =>
        new(at?.UnknownField is { } unknown ? $"`{unknown}` is not understood" : otherwise, whole.Place);
}
