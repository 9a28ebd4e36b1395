using System.Collections.Immutable;
using System.Text;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Manifests.Readers;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis.ClusterPolicies;

/// <summary>
/// Reads a cluster-wide policy with every check that its CRD makes. What the CRD takes and nobody can understand, such
/// as a selector with an operator that does not exist, is kept as such.
/// </summary>
sealed class ClusterPolicyReader
{
    const int MaxNameBytes = 100;

    readonly PolicyDialect _dialect;
    readonly PeerReader _peers;
    readonly FieldSet _rootFields;
    readonly FieldSet _specFields;
    readonly FieldSet _ingressFields;
    readonly FieldSet _egressFields;

    public ClusterPolicyReader(PolicyDialect dialect)
    {
        (_dialect, _peers) = (dialect, new PeerReader(dialect));
        _rootFields = FieldSet.Closed($"a {dialect.Kind}", null, "apiVersion", "kind", "metadata", "spec", "status");
        string[] fields = ["subject", "ingress", "egress"];
        if (dialect.HasPriority) fields = [.. fields, "priority"];
        if (dialect.ImpliedTier is null) fields = [.. fields, "tier"];
        _specFields = FieldSet.Closed($"the spec of a {dialect.Kind}", null, fields);
        const string dropped = "the rule loses this condition and speaks of more";
        _ingressFields = FieldSet.Closed(
            "an ingress rule", dropped, "name", "action", "from", dialect.PortsField);
        _egressFields = FieldSet.Closed("an egress rule", dropped, "name", "action", "to", dialect.PortsField);
    }

    public ClusterPolicyResource? Read(ObjectValue root)
    {
        var meta = MetaReader.Read(root, isNamespaced: false);
        var isStored = meta is { IsStored: true };
        root.Context.FailsClosed = isStored;
        root.ReportUnknown(_rootFields);
        CheckName(root, meta);
        var spec = CrdSchema.Required(root, "spec", $"a {_dialect.Kind}")?.AsObject(_specFields);
        var tier = _dialect.ImpliedTier ?? ReadTier(spec);
        var priority = _dialect.HasPriority ? ReadPriority(spec) : ClusterPolicyResource.MaxPriority;
        var subject = ReadSubject(spec);
        var ingress = ReadRules(spec, "ingress", "from", _ingressFields, _peers.ReadSource);
        var egress = ReadRules(spec, "egress", "to", _egressFields, _peers.ReadDestination);
        if (meta is null || spec is null || tier is null || priority is null || subject is null) return null;
        return new ClusterPolicyResource(
            _dialect.Kind,
            meta,
            tier.Value,
            priority.Value,
            subject,
            ingress,
            egress,
            new ClusterPolicyPlaces(
                spec.PlaceOf("priority"), spec.PlaceOf("subject"), spec.PlaceOf("ingress"), spec.PlaceOf("egress")));
    }

    void CheckName(ObjectValue root, ObjectMeta? meta)
    {
        if (meta is null || _dialect.OnlyName is not { } only || meta.Name == only) return;
        root.Context.Report(
            DiagnosticCodes.ApiReject,
            $"a {_dialect.Kind} can only be called `{only}`: there is one in a cluster.",
            root["metadata"]?.Location ?? root.Location,
            root.Path.Field("metadata").Field("name"));
    }

    // What cannot be placed in the order of evaluation cannot be evaluated, whoever stored it.
    static PolicyTier? ReadTier(ObjectValue? spec)
    {
        if (CrdSchema.Required(spec, "tier", "the spec") is not { } value) return null;
        var text = value.AsString();
        switch (text)
        {
            case null:
                return null;
            case nameof(PolicyTier.Admin):
                return PolicyTier.Admin;
            case nameof(PolicyTier.Baseline):
                return PolicyTier.Baseline;
            default:
                value.Report(
                    DiagnosticCodes.ApiReject,
                    $"`{text}` is not a tier: Admin or Baseline{DidYouMean(text, ["Admin", "Baseline"])}");
                return null;
        }
    }

    static int? ReadPriority(ObjectValue? spec) => CrdSchema.Number(
        CrdSchema.Required(spec, "priority", "the spec"), 0, ClusterPolicyResource.MaxPriority, "priority");

    ClusterPeerSpec? ReadSubject(ObjectValue? spec)
    {
        if (CrdSchema.Required(spec, "subject", "the spec") is { } value) return _peers.ReadSubject(value);
        return spec is { Context.FailsClosed: true }
            ? new ClusterPeerSpec.NotUnderstood("the subject is missing", spec.PlaceOf("subject"))
            : null;
    }

    ImmutableArray<ClusterRuleSpec> ReadRules(
        ObjectValue? spec, string field, string peersField, FieldSet fields, Func<Value, ClusterPeerSpec> readPeer) =>
    [
        .. CrdSchema.List(CrdSchema.Written(spec, field), 0, _dialect.MaxRules, $"`{field}`")
            .Select(value => ReadRule(value, peersField, fields, readPeer)),
    ];

    ClusterRuleSpec ReadRule(
        Value value, string peersField, FieldSet fields, Func<Value, ClusterPeerSpec> readPeer)
    {
        var rule = value.AsObject(fields);
        var peers = CrdSchema.List(
            CrdSchema.Required(rule, peersField, "a rule"), 1, _dialect.MaxPeers, $"`{peersField}`");
        var ports = CrdSchema.List(
            CrdSchema.Written(rule, _dialect.PortsField), 1, _dialect.MaxPorts, $"`{_dialect.PortsField}`");
        var read = new ClusterRuleSpec(
            ReadName(rule),
            ReadAction(rule),
            [.. peers.Select(readPeer)],
            [.. ports.Select(_dialect.ReadPort)],
            value.Context.FailsClosed ? rule?.UnknownField : null,
            value.Place);
        CheckPortNames(value, read);
        return read;
    }

    static string? ReadName(ObjectValue? rule)
    {
        var name = rule?.String("name");
        if (name is not null && Encoding.UTF8.GetByteCount(name) > MaxNameBytes)
        {
            rule?.Report(DiagnosticCodes.ApiReject, $"a name has at most {MaxNameBytes} bytes.", "name");
        }
        return name;
    }

    RuleAction? ReadAction(ObjectValue? rule)
    {
        if (CrdSchema.Required(rule, "action", "a rule") is not { } value || value.AsString() is not { } text)
        {
            return null;
        }
        if (_dialect.Actions.TryGetValue(text, out var action)) return action;
        // `Allow` of the older API is `Accept` of the newer.
        var same = text is "Allow" or "Accept" ? _dialect.Actions.Keys.First(word => word is "Allow" or "Accept") : null;
        CrdSchema.Refuse(
            value,
            $"`{text}` is not an action of a {_dialect.Kind}: {string.Join(", ", _dialect.Actions.Keys)}"
                + (same is null ? DidYouMean(text, _dialect.Actions.Keys) : $"; write `{same}`."));
        return null;
    }

    // Only the experimental channel checks this: elsewhere such a name matches nothing.
    void CheckPortNames(Value value, ClusterRuleSpec rule)
    {
        if (!rule.Ports.Any(port => port is ClusterPortSpec.Named)) return;
        var isExperimental = rule.Peers.Any(peer => peer is ClusterPeerSpec.Nodes or ClusterPeerSpec.DomainNames);
        if (!isExperimental && !rule.Peers.Any(peer => peer is ClusterPeerSpec.Networks)) return;
        var assumed = isExperimental || _dialect.AssumesExperimental
            ? ReleaseChannel.Experimental
            : ReleaseChannel.Standard;
        if ((value.Context.Options.Channel ?? assumed) == ReleaseChannel.Standard) return;
        CrdSchema.Refuse(
            value, "a port name belongs to a pod: a rule to networks, nodes or domainNames takes numbers only.");
    }

    static string DidYouMean(string text, IEnumerable<string> words) =>
        NearestName.Find(text, words) is { } near ? $"; did you mean `{near}`?" : ".";
}
