using Merlon.Apis.ClusterPolicies;
using Merlon.Manifests;
using Merlon.Model;

namespace Merlon.Apis.AdminNetworkPolicyV1Alpha1;

/// <summary>Reads an element of <c>ports</c>: <c>portNumber</c>, <c>portRange</c> or <c>namedPort</c>.</summary>
static class AdminPortReader
{
    static readonly FieldSet ItemFields = FieldSet.Closed(
        "an element of `ports`", "an empty one is refused too", "portNumber", "portRange", "namedPort");

    static readonly FieldSet NumberFields = FieldSet.Closed(
        "`portNumber`", null, "protocol", "port");

    static readonly FieldSet RangeFields = FieldSet.Closed("`portRange`", null, "protocol", "start", "end");

    public static ClusterPortSpec Read(Value value)
    {
        var item = value.AsObject(ItemFields);
        var only = item is null
            ? null
            : CrdSchema.OnlyField(item, "an element of `ports`", "portNumber", "portRange", "namedPort");
        return only switch
        {
            "portNumber" => ReadNumbers(value, item?.Object(only, NumberFields), "port", "port"),
            "portRange" => ReadNumbers(value, item?.Object(only, RangeFields), "start", "end"),
            "namedPort" => ReadName(value, item?.String(only)),
            _ => new ClusterPortSpec.NotUnderstood(
                item?.UnknownField is { } unknown ? $"`{unknown}` is not understood" : "a port says nothing",
                value.Place),
        };
    }

    // The order of a range is not checked: one that is turned around is stored, and holds no port.
    static ClusterPortSpec ReadNumbers(Value whole, ObjectValue? range, string firstField, string lastField)
    {
        var first = Number(range, firstField);
        var last = firstField == lastField ? first : Number(range, lastField);
        var text = range?.String("protocol") ?? "TCP";
        if (whole.Context.FailsClosed && range?.UnknownField is { } unknown)
        {
            return new ClusterPortSpec.NotUnderstood($"`{unknown}` is not understood", whole.Place);
        }
        if (first is null || last is null) return new ClusterPortSpec.NotUnderstood("a port has no number", whole.Place);
        return text is "TCP" or "UDP" or "SCTP" && Protocol.TryParse(text, out var protocol)
            ? new ClusterPortSpec.Numbers(protocol, first.Value, last.Value, whole.Place)
            : new ClusterPortSpec.NotUnderstood($"`{text}` is not a protocol", whole.Place);
    }

    static ushort? Number(ObjectValue? range, string field) =>
        (ushort?)CrdSchema.Number(CrdSchema.Required(range, field, "a port"), 1, ushort.MaxValue, "port");

    static ClusterPortSpec ReadName(Value whole, string? name) => string.IsNullOrEmpty(name)
        ? new ClusterPortSpec.NotUnderstood("a port name is empty", whole.Place)
        : new ClusterPortSpec.Named(name, whole.Place);
}
