using System.Collections.Immutable;
using Merlon.Apis.CalicoV3.Selectors;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Model;

namespace Merlon.Apis.CalicoV3;

/// <summary>Reads the <c>source</c> or <c>destination</c> of a rule.</summary>
sealed class EntityReader(bool isGlobal, bool readsDomains)
{
    const string IfDropped = "the rule loses this condition and matches more";

    static readonly string[] Names =
    [
        "nets", "notNets", "selector", "notSelector", "namespaceSelector", "serviceAccounts", "services", "ports",
        "notPorts",
    ];

    static readonly FieldSet Fields = FieldSet.Closed("a source or destination", IfDropped, Names);

    static readonly FieldSet CommercialFields =
        FieldSet.Closed("a source or destination", IfDropped, [.. Names, "domains"]);

    static readonly FieldSet AccountFields = FieldSet.Closed("serviceAccounts", IfDropped, "names", "selector");

    static readonly FieldSet ServiceFields = FieldSet.Closed("services", null, "name", "namespace");

    /// <param name="rule">The rule; null where it is no object.</param>
    /// <param name="field">The end.</param>
    /// <param name="isPeer">Whether it is the other end, not the one that the policy selects.</param>
    /// <param name="rulePlace">Where the rule stands.</param>
    public EntitySpec Read(ObjectValue? rule, string field, bool isPeer, Place rulePlace)
    {
        var entity = rule?.Object(field, readsDomains ? CommercialFields : Fields);
        if (entity is not null) CheckGlobal(entity);
        var spec = new EntitySpec
        {
            Nets = NetReader.Read(entity, "nets"),
            NotNets = NetReader.Read(entity, "notNets"),
            Selector = SelectorText.Read(entity, "selector", SelectorScope.Things),
            NotSelector = SelectorText.Read(entity, "notSelector", SelectorScope.Things),
            NamespaceSelector = SelectorText.Read(entity, "namespaceSelector", SelectorScope.Namespaces),
            ServiceAccounts = ReadAccounts(entity),
            Service = ReadService(entity),
            Ports = CalicoPortReader.Read(entity, "ports"),
            NotPorts = CalicoPortReader.Read(entity, "notPorts"),
            Domains = readsDomains ? [.. (entity?.List("domains") ?? []).Select(ReadDomain).OfType<DomainSpec>()] : [],
            Place = entity?.Place ?? rulePlace,
        };
        foreach (var net in spec.NotNets.Where(net => net.Value.PrefixLength == 0))
        {
            entity!.Context.Report(
                DiagnosticCodes.CalicoReject,
                $"`{net.Text}` excludes every address, so the rule could never match.",
                net.Place.Location,
                net.Place.Path);
        }
        if (entity is not null && spec.Service is { } service) CheckService(entity, spec, service, isPeer);
        return spec;
    }

    static DomainSpec? ReadDomain(Value value)
    {
        var text = value.AsString() ?? "";
        if (DomainPattern.TryParse(text, out var pattern)) return new DomainSpec(pattern, value.Place);
        value.Report(DiagnosticCodes.CalicoReject, $"`{text}` is not a domain name such as example.com or *.example.com.");
        return null;
    }

    static void CheckGlobal(ObjectValue entity)
    {
        if (Mentions("selector"))
        {
            entity.Report(DiagnosticCodes.ApiReject, "`global()` stands only in a rule's namespaceSelector.");
        }
        if (Mentions("notSelector"))
        {
            entity.Report(DiagnosticCodes.CalicoReject, "`global()` stands only in a rule's namespaceSelector.", "notSelector");
        }
        if (Mentions("namespaceSelector") && entity.String("namespaceSelector") is { } text
            && SelectorParser.Read(text, SelectorScope.Namespaces, out _) is null && !SelectorParser.IsGlobal(text))
        {
            entity.Report(
                DiagnosticCodes.CalicoReject, "`global()` cannot be combined with other conditions.", "namespaceSelector");
        }

        bool Mentions(string field) =>
            entity[field] is { IsNull: false } && entity.String(field)?.Contains("global(", StringComparison.Ordinal) == true;
    }

    static ServiceAccountsSpec? ReadAccounts(ObjectValue? entity)
    {
        if (entity?.Object("serviceAccounts", AccountFields) is not { } accounts) return null;
        var spec = new ServiceAccountsSpec(
            [.. accounts.List("names").Select(name => name.AsString() ?? "").Distinct(StringComparer.Ordinal)],
            SelectorText.Read(accounts, "selector", SelectorScope.ServiceAccounts),
            accounts.Place);
        return spec.Names.IsEmpty && spec.Selector is null ? null : spec;
    }

    static ServiceSpec? ReadService(ObjectValue? entity)
    {
        if (entity?.Object("services", ServiceFields) is not { } service) return null;
        var @namespace = service.String("namespace");
        return new ServiceSpec(
            service.String("name") ?? "", string.IsNullOrEmpty(@namespace) ? null : @namespace, service.Place);
    }

    void CheckService(ObjectValue entity, EntitySpec spec, ServiceSpec service, bool isPeer)
    {
        if (service.Name.Length == 0) entity.Report(DiagnosticCodes.ApiReject, "`services` needs the name of a Service.");
        ReportBeside("namespaceSelector", spec.NamespaceSelector is not null);
        ReportBeside("serviceAccounts", entity["serviceAccounts"] is { IsNull: false });
        ReportBeside("selector or notSelector", IsWritten("selector") || IsWritten("notSelector"));
        ReportBeside("nets or notNets", !spec.Nets.IsEmpty || !spec.NotNets.IsEmpty);
        if (!isPeer)
        {
            entity.Report(
                DiagnosticCodes.CalicoReject,
                "`services` stands only at the other end: the source of an ingress rule, the destination of an egress rule.",
                "services");
        }
        if (isGlobal && service.Namespace is null)
        {
            entity.Report(DiagnosticCodes.CalicoReject, "a global policy must name the namespace of the Service.", "services");
        }

        bool IsWritten(string field) => entity[field] is { IsNull: false } && entity.String(field) is { Length: > 0 };

        void ReportBeside(string other, bool isThere)
        {
            if (isThere) entity.Report(DiagnosticCodes.ApiReject, $"`services` cannot stand beside {other}.");
        }
    }
}
