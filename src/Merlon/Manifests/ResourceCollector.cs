using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Merlon.Apis;
using Merlon.Apis.CalicoV1;
using Merlon.Apis.CalicoV3;
using Merlon.Diagnostics;
using Merlon.Manifests.Nodes;
using Merlon.Manifests.Readers;
using Merlon.Resources;

namespace Merlon.Manifests;

/// <summary>Takes documents one by one, reads those that matter, and keeps account of the rest.</summary>
sealed partial class ResourceCollector(ReadOptions options)
{
    static readonly FieldSet RootFields = FieldSet.Open(
        "an object", "apiVersion", "kind", "metadata", "spec", "status", "items");

    // Fields of a policy's spec that no object has at its top.
    static readonly ImmutableArray<string> FieldsOfSpecs =
        ["podSelector", "policyTypes", "ingress", "egress", "selector", "types", "subject"];

    readonly Dictionary<(string Group, string Kind, string Name), object> _objects = [];
    readonly List<UnreadDocument> _unread = [];
    readonly List<PolicyResource> _refused = [];
    readonly List<PolicyResource> _superseded = [];
    readonly List<Diagnostic> _diagnostics = [];
    readonly SortedDictionary<string, int> _ignored = new(StringComparer.Ordinal);
    readonly ReadOptions _stored = options.ForStored();
    int _documents;

    public ReadOptions Options => options;

    /// <summary>A document whose text is no tree. What it might be is guessed from its lines, for naming it.</summary>
    public void AddUnreadable(string file, int line, string text, IReadOnlyList<DocumentFault> faults)
    {
        _documents++;
        foreach (var fault in faults)
        {
            _diagnostics.Add(new Diagnostic(
                fault.Code,
                fault.Message + ": the document is not used.",
                new SourceLocation(file, fault.Line, fault.Column)));
        }
        var kind = KindLine().Matches(text) is [var only] ? only.Groups[1].Value : null;
        if (kind is not null && !MattersToPolicy(kind)) return;
        _unread.Add(new UnreadDocument(
            $"not readable ({faults[0].Code})", new SourceLocation(file, line, 1), kind, null, null));
    }

    public void AddDocument(string file, Node root) => Add(file, root, null, options);

    /// <summary>An object that an API server has.</summary>
    public void AddStored(string file, Node root) => Add(file, root, null, _stored);

    public ManifestSet ToManifestSet() => new()
    {
        Resources = new ResourceSet
        {
            Namespaces = Of<NamespaceResource>(resource => resource.Meta),
            Nodes = Of<NodeResource>(resource => resource.Meta),
            Pods = Of<PodResource>(resource => resource.Meta),
            Workloads = Of<WorkloadResource>(resource => resource.Meta),
            Services = Of<ServiceResource>(resource => resource.Meta),
            EndpointSlices = Of<EndpointSliceResource>(resource => resource.Meta),
            ServiceAccounts = Of<ServiceAccountResource>(resource => resource.Meta),
            NetworkSets = Of<NetworkSetResource>(resource => resource.Meta),
            HostEndpoints = Of<HostEndpointResource>(resource => resource.Meta),
            Failsafes = Of<FailsafeResource>(resource => resource.Meta),
            AutoHostEndpoints = Of<AutoHostEndpoints>(resource => resource.Meta),
            Policies = InForce(Of<PolicyResource>(resource => resource.Meta)),
            Domains = options.Domains,
        },
        Unread = [.. _unread.OrderBy(document => document.Location)],
        Refused = [.. _refused],
        Superseded = [.. _superseded],
        Diagnostics = [.. _diagnostics.Order()],
        Ignored = _ignored.ToImmutableSortedDictionary(StringComparer.Ordinal),
        DocumentCount = _documents,
    };

    ImmutableArray<PolicyResource> InForce(ImmutableArray<PolicyResource> policies)
    {
        if (options.EnforcesStaged) policies = StagedPolicies.Enforce(policies);
        return options.HasCalicoBackstop ? V2Backstop.AddTo(policies) : policies;
    }

    ImmutableArray<T> Of<T>(Func<T, ObjectMeta> meta) =>
        [.. _objects.Values.OfType<T>().OrderBy(resource => meta(resource).QualifiedName, StringComparer.Ordinal)];

    // Items of a typed list as the API returns it state no type of their own: they inherit it.
    void Add(string file, Node root, ObjectType? inherited, ReadOptions how)
    {
        if (root.IsNull) return;
        var context = new DocumentContext(file, how);
        if (new Value(root, FieldPath.Root, context).AsObject(RootFields) is not { } document)
        {
            _documents++;
            RejectRoot(context, root, $"{root.TypeName} is no Kubernetes object: the document is not used.", null);
            return;
        }
        var (apiVersion, kind) = (document.String("apiVersion"), document.String("kind"));
        var type = apiVersion is { Length: > 0 } && kind is { Length: > 0 }
            ? ObjectType.From(apiVersion, kind)
            : inherited;
        if (type is { } listType && listType.Kind.EndsWith("List", StringComparison.Ordinal) && document.Has("items"))
        {
            AddItems(file, (MappingNode)root, context, listType);
            return;
        }
        _documents++;
        if (type is null) RejectUntyped(document, context, root, kind);
        else AddObject(document, context, root, type.Value);
    }

    void AddItems(string file, MappingNode list, DocumentContext context, ObjectType listType)
    {
        if (list["items"] is not SequenceNode items)
        {
            if (list["items"] is not { IsNull: false } other) return;
            _documents++;
            RejectRoot(context, other, "`items` is not a list: the document is not used.", null);
            return;
        }
        ObjectType? inherited = listType.Kind == "List"
            ? null
            : listType with { Kind = listType.Kind[..^"List".Length] };
        foreach (var item in items.Items) Add(file, item, inherited, context.Options);
    }

    void AddObject(ObjectValue document, DocumentContext context, Node root, ObjectType type)
    {
        context.Object = type.Kind;
        if (PolicyApis.For(type) is { } api) Keep(context, root, type, () => api.Read(document, type), policy => policy.Meta);
        else if (PolicyApis.IsKnownButUnsupported(type)) AddUnsupported(document, context, root, type);
        else if (type is { Kind: "NetworkPolicy" }) RejectWrongVersion(document, context, root, type);
        else
        {
            switch (type)
            {
                case { Group: "", Kind: "Pod" }:
                    Keep(context, root, type, () => PodReader.Read(document), pod => pod.Meta);
                    break;
                case { Group: "", Kind: "Namespace" }:
                    Keep(
                        context, root, type,
                        () => MetaReader.Read(document, isNamespaced: false) is { } meta
                            ? new NamespaceResource(meta)
                            : null,
                        found => found.Meta);
                    break;
                case { Group: "", Kind: "Node" }:
                    Keep(context, root, type, () => NodeReader.Read(document), node => node.Meta);
                    break;
                case { Group: "", Kind: "ServiceAccount" }:
                    Keep(
                        context, root, type,
                        () => MetaReader.Read(document, isNamespaced: true) is { } meta
                            ? new ServiceAccountResource(meta)
                            : null,
                        found => found.Meta);
                    break;
                case var _ when NetworkSetReader.Reads(type):
                    Keep(context, root, type, () => NetworkSetReader.Read(document, type.Kind), set => set.Meta);
                    break;
                case var _ when HostEndpointReader.Reads(type):
                    Keep(context, root, type, () => HostEndpointReader.Read(document), host => host.Meta);
                    break;
                case var _ when CalicoV1Api.ReadsHost(type):
                    Keep(context, root, type, () => V1HostReader.ReadHost(document), host => host.Meta);
                    break;
                case var _ when HostSettingsReader.ReadsFailsafes(type):
                    Keep(context, root, type, () => HostSettingsReader.ReadFailsafes(document), found => found.Meta);
                    break;
                case var _ when HostSettingsReader.ReadsControllers(type):
                    Keep(context, root, type, () => HostSettingsReader.ReadControllers(document), found => found.Meta);
                    break;
                case { Group: "", Kind: "Service" }:
                    Keep(context, root, type, () => ServiceReader.Read(document), service => service.Meta);
                    break;
                case { Group: "discovery.k8s.io", Kind: "EndpointSlice" }:
                    Keep(context, root, type, () => ServiceReader.ReadSlice(document), slice => slice.Meta);
                    break;
                case
                {
                    Group: "apps" or "extensions",
                    Kind: "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet",
                }:
                case { Group: "batch", Kind: "Job" or "CronJob" }:
                case { Group: "", Kind: "ReplicationController" }:
                    Keep(
                        context, root, type, () => WorkloadReader.Read(document, type.Kind), workload => workload.Meta);
                    break;
                // A list whose items stand under another name, such as `Items`: they would be lost silently.
                case { Group: "", Kind: "List" } when context.HasErrors:
                    _diagnostics.AddRange(context.Diagnostics);
                    AddUnread("refused by the API server", context, root, type.Kind);
                    break;
                default:
                    _ignored[type.Kind] = _ignored.GetValueOrDefault(type.Kind) + 1;
                    break;
            }
        }
    }

    void Keep<T>(
        DocumentContext context, Node root, ObjectType type, Func<T?> read, Func<T, ObjectMeta> meta) where T : class
    {
        var resource = FlatFault(root) is { } flat ? Flat(context, flat) : read();
        _diagnostics.AddRange(context.Diagnostics);
        if (resource is null || context.HasErrors)
        {
            var reason = context.Diagnostics.Any(found => found.Code == DiagnosticCodes.YamlFlat)
                ? "not readable (YAML-FLAT)"
                : context.Options.FieldValidation == FieldValidation.Stored
                    ? NotUnderstood(context)
                    : "refused by the API server";
            AddUnread(reason, context, root, type.Kind);
            if (resource is PolicyResource refused) _refused.Add(refused);
            return;
        }
        var key = (GroupOf(type), type.Kind, meta(resource).QualifiedName);
        if (_objects.TryGetValue(key, out var earlier))
        {
            var first = meta((T)earlier).Location;
            _diagnostics.Add(new Diagnostic(
                DiagnosticCodes.ConflictName,
                $"{context.Object} is also defined at {first.ToShortString()}: this one counts, as if applied last.",
                meta(resource).Location,
                "metadata.name",
                context.Object));
            if (earlier is PolicyResource superseded) _superseded.Add(superseded);
        }
        _objects[key] = resource;

        T? Flat(DocumentContext flatContext, DocumentFault fault)
        {
            flatContext.Report(
                fault.Code, fault.Message + ".", flatContext.Location(fault.Line, fault.Column), FieldPath.Root);
            return null;
        }
    }

    // Calico has a NetworkPolicy too, in either of its groups. Other kinds moved between groups and are one.
    static string GroupOf(ObjectType type) => CalicoApi.IsOwn(type) ? CalicoApi.Group : "";

    // A server has it, so it holds there: what is wrong here is that it is not understood.
    static string NotUnderstood(DocumentContext context) =>
        context.Diagnostics.FirstOrDefault(found => found.Severity == Severity.Error) is { } first
            ? $"not understood: {first.Path}: {first.Message}"
            : "not understood";

    // `metadata:` or `spec:` is null while keys that no object has at its top stand there.
    static DocumentFault? FlatFault(Node root)
    {
        var mapping = (MappingNode)root;
        var (metadata, spec) = (mapping["metadata"] is { IsNull: true }, mapping["spec"] is { IsNull: true });
        if (metadata && mapping["name"] is not null)
        {
            return Fault("metadata", spec ? "`metadata` and `spec` are null" : "`metadata` is null");
        }
        return spec && FieldsOfSpecs.Any(field => mapping[field] is not null) ? Fault("spec", "`spec` is null") : null;

        DocumentFault Fault(string header, string reads) =>
            YamlFaults.FlatFault(mapping.TryGet(header, out var field) ? field.Line : mapping.Line, reads);
    }

    void AddUnsupported(ObjectValue document, DocumentContext context, Node root, ObjectType type)
    {
        context.Report(
            DiagnosticCodes.ApiUnsupported,
            $"{type} is not evaluated: answers that it could change name it.",
            document.Location,
            FieldPath.Root);
        _diagnostics.AddRange(context.Diagnostics);
        AddUnread("of an API that is not evaluated", context, root, type.Kind);
    }

    void RejectWrongVersion(ObjectValue document, DocumentContext context, Node root, ObjectType type)
    {
        var hint = type.ApiVersion == "extensions/v1beta1" ? " was removed in Kubernetes 1.16" : " is unknown";
        document.Report(
            DiagnosticCodes.ObjectKind,
            $"{type}{hint}: write `apiVersion: networking.k8s.io/v1`. The API server refuses it.",
            "apiVersion");
        _diagnostics.AddRange(context.Diagnostics);
        AddUnread("refused by the API server", context, root, type.Kind);
    }

    // A document with neither apiVersion nor kind is some other YAML, such as values or a kustomization.
    void RejectUntyped(ObjectValue document, DocumentContext context, Node root, string? kind)
    {
        if (!document.Has("apiVersion") && !document.Has("kind") && !(document.Has("metadata") && document.Has("spec")))
        {
            _ignored["(no kind)"] = _ignored.GetValueOrDefault("(no kind)") + 1;
            return;
        }
        var missing = string.IsNullOrEmpty(kind) ? "kind" : "apiVersion";
        if (context.HasErrors)
        {
            // The field is there, under another name or with a value that is no text.
            _diagnostics.AddRange(context.Diagnostics);
            AddUnread("no Kubernetes object", context, root, string.IsNullOrEmpty(kind) ? null : kind);
            return;
        }
        RejectRoot(context, root, $"`{missing}` is missing: the API server refuses the document.", kind);
    }

    void RejectRoot(DocumentContext context, Node at, string message, string? kind)
    {
        context.Report(DiagnosticCodes.ObjectKind, message, context.LocationOf(at), FieldPath.Root);
        _diagnostics.AddRange(context.Diagnostics.Where(found => found.Code != DiagnosticCodes.FieldType));
        AddUnread("no Kubernetes object", context, at, string.IsNullOrEmpty(kind) ? null : kind);
    }

    void AddUnread(string reason, DocumentContext context, Node root, string? kind)
    {
        var metadata = (root as MappingNode)?["metadata"] as MappingNode;
        var name = (metadata?["name"] as ScalarNode)?.Text;
        var @namespace = (metadata?["namespace"] as ScalarNode)?.Text;
        if (@namespace is null or "" && metadata is not null && kind is not null && IsNamespaced(kind))
        {
            @namespace = ObjectMeta.DefaultNamespace;
        }
        _unread.Add(new UnreadDocument(
            reason,
            context.LocationOf(root),
            kind,
            string.IsNullOrEmpty(@namespace) ? null : @namespace,
            string.IsNullOrEmpty(name) ? null : name));
    }

    static bool IsNamespaced(string kind) =>
        kind is "NetworkPolicy" or "StagedNetworkPolicy" or "StagedKubernetesNetworkPolicy" or "NetworkSet" or "Pod" or "Service" or "ServiceAccount"
            or "EndpointSlice"
        || IsWorkload(kind);

    static bool IsWorkload(string kind) =>
        kind is "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet" or "Job" or "CronJob"
            or "ReplicationController";

    static bool MattersToPolicy(string kind) =>
        IsNamespaced(kind)
        || kind is "Namespace" or "Node" or "List"
        || kind.Contains("Policy", StringComparison.OrdinalIgnoreCase)
        || kind.EndsWith("List", StringComparison.Ordinal)
        || NearestName.Find(kind, ["NetworkPolicy", "Namespace", "Pod", "Node", "Service"]) is not null;

    [GeneratedRegex(@"^kind:[ \t]*[""']?([A-Za-z]+)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex KindLine();
}
