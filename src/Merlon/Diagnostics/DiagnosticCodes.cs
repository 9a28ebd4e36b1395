using System.Collections.Immutable;

namespace Merlon.Diagnostics;

/// <summary>Every code that Merlon reports.</summary>
public static class DiagnosticCodes
{
    // Reading
    public static readonly DiagnosticCode YamlSyntax = Error("YAML-SYNTAX", "the text is not YAML or JSON");
    public static readonly DiagnosticCode YamlDuplicateKey = Error("YAML-DUPKEY", "a mapping has the same key twice");
    public static readonly DiagnosticCode YamlTab = Error("YAML-TAB", "a line is indented with a tab");
    public static readonly DiagnosticCode YamlFlat = Error("YAML-FLAT", "the text has lost its indentation");
    public static readonly DiagnosticCode YamlEncoding = Error("YAML-ENCODING", "the bytes are not UTF-8 text");
    public static readonly DiagnosticCode InputLimit = Error(
        "INPUT-LIMIT", "the input exceeds a limit of size, depth or aliases");
    public static readonly DiagnosticCode InputUnreadable = Error("INPUT-UNREADABLE", "a file cannot be opened");
    public static readonly DiagnosticCode ObjectKind = Error("OBJECT-KIND", "a document is no Kubernetes object");
    public static readonly DiagnosticCode ApiUnsupported = Warning(
        "API-UNSUPPORTED", "a policy of an API that is not evaluated");
    public static readonly DiagnosticCode FieldType = Error("FIELD-TYPE", "a value has the wrong type");
    public static readonly DiagnosticCode FieldUnknown = Error("FIELD-UNKNOWN", "a key is not a field of its object");
    public static readonly DiagnosticCode ApiReject = Error("API-REJECT", "the API server refuses the object");
    public static readonly DiagnosticCode CalicoReject = Error(
        "CAL-REJECT", "Calico's own server refuses the object, although its CRDs alone would take it");
    public static readonly DiagnosticCode CalicoCase = Error("CAL-CASE", "an action is not written as Calico v3 spells it");
    public static readonly DiagnosticCode CalicoFamily = Error(
        "CAL-FAMILY", "a rule mixes IPv4 and IPv6, which Calico refuses");

    public static readonly DiagnosticCode CalicoV1 = Warning("CAL-V1", "a policy is written in the API of Calico 2");
    public static readonly DiagnosticCode CalicoTierDrop = Warning(
        "CAL-TIER-DROP", "a policy for everybody leaves the rest to its tier, which denies it");
    public static readonly DiagnosticCode CalicoPassSkips = Warning(
        "CAL-PASS-SKIPS-K8S", "Pass in the default tier goes past the NetworkPolicies of Kubernetes");
    public static readonly DiagnosticCode CalicoAllowSkips = Warning(
        "CAL-ALLOW-SKIPS-K8S", "Allow in the default tier decides before the NetworkPolicies of Kubernetes");
    public static readonly DiagnosticCode CalicoBareIp = Error("CAL-BAREIP", "an address stands where Calico wants a block");
    public static readonly DiagnosticCode CalicoOldLabel = Warning("CAL-LABEL-OLD", "a selector asks for a label of Calico 2");
    public static readonly DiagnosticCode CalicoLockout = Warning(
        "CAL-HEP-LOCKOUT", "a host endpoint closes a port without which nobody manages the host");
    public static readonly DiagnosticCode CalicoUntrackedIgnored = Warning(
        "CAL-HEP-UNTRACKED", "a doNotTrack policy selects an endpoint of all interfaces, where it is without effect");

    // Fields of policies
    public static readonly DiagnosticCode NullSelector = Warning(
        "FIELD-NULL-SELECTOR", "spec.podSelector is missing or null");
    public static readonly DiagnosticCode NullPeer = Error("FIELD-NULL-PEER", "a peer's only selector is null");
    public static readonly DiagnosticCode NullRule = Error("RULE-NULL", "a rule is null, which allows everything");
    public static readonly DiagnosticCode CidrPlaceholder = Error(
        "CIDR-PLACEHOLDER", "a placeholder stands where a CIDR belongs");
    public static readonly DiagnosticCode CidrHostBits = Warning(
        "CIDR-HOSTBITS", "a CIDR has bits set beyond its prefix");
    public static readonly DiagnosticCode PortDuplicate = Info("PORT-DUP", "a port entry is repeated");
    public static readonly DiagnosticCode PortRun = Info("PORT-RANGE", "consecutive ports could be one range");
    public static readonly DiagnosticCode PeerDuplicate = Info("PEER-DUP", "a peer is repeated");
    public static readonly DiagnosticCode RuleDuplicate = Info("RULE-DUP", "a rule is repeated");
    public static readonly DiagnosticCode SelectorMerge = Info(
        "SEL-MERGE", "several requirements on one key could be one");
    public static readonly DiagnosticCode SelectorEmpty = Error("SEL-EMPTY", "a selector contradicts itself");
    public static readonly DiagnosticCode SelectorNotInMissing = Warning(
        "SEL-NOTIN-MISSING", "NotIn also selects what lacks the label");
    public static readonly DiagnosticCode TypesImplicit = Info("TYPES-IMPLICIT", "policyTypes is missing");
    public static readonly DiagnosticCode TypesIgnored = Warning(
        "TYPES-IGNORED", "rules stand in a direction that policyTypes leaves out");
    public static readonly DiagnosticCode TypesSurprise = Warning(
        "TYPES-SURPRISE", "egress rules without policyTypes isolate ingress too");
    public static readonly DiagnosticCode TypesDuplicate = Info("TYPES-DUP", "policyTypes repeats a direction");
    public static readonly DiagnosticCode ProtocolDefault = Info("PROTO-DEFAULT", "a port without protocol means TCP");
    public static readonly DiagnosticCode PeerAndOr = Info(
        "PEER-AND-OR", "adjacent selectors are alternatives, not conditions");
    public static readonly DiagnosticCode NamespaceMissing = Info("NS-MISSING", "metadata.namespace is missing");
    public static readonly DiagnosticCode NamespaceUnknown = Warning(
        "NS-UNKNOWN", "the namespace is not among those of the input");
    public static readonly DiagnosticCode ExternalOpen = Warning(
        "EXTERNAL-OPEN", "a rule without from admits the Internet too");
    public static readonly DiagnosticCode DnsBlocked = Warning("DNS-BLOCKED", "isolated pods cannot ask for names");
    public static readonly DiagnosticCode ApiBlocked = Warning(
        "API-BLOCKED", "isolated pods that need the API server cannot reach it");
    public static readonly DiagnosticCode AllowNotDeny = Warning(
        "ALLOW-NOT-DENY", "a policy that is named for blocking a port allows it");
    public static readonly DiagnosticCode Ipv6Gap = Warning(
        "V6-GAP", "every address of IPv4 is allowed and none of IPv6, in a cluster that has both");
    public static readonly DiagnosticCode BlockOfPods = Info("IPBLOCK-POD", "a block holds addresses of pods");
    public static readonly DiagnosticCode BlockOfNodes = Info("IPBLOCK-NODE", "a block holds addresses of nodes");
    public static readonly DiagnosticCode BlockOfServices = Info(
        "IPBLOCK-SVC", "a block holds addresses of Services");
    public static readonly DiagnosticCode NamespaceLabel = Warning(
        "NS-LABEL", "a namespaceSelector asks for a label that no known namespace has");
    public static readonly DiagnosticCode HostNetworkSubject = Warning(
        "HOSTNET-SUBJECT", "the policy selects pods on the host network only");
    public static readonly DiagnosticCode HostNetworkPeer = Warning(
        "HOSTNET-PEER", "a peer selects pods on the host network");
    public static readonly DiagnosticCode ServicePort = Warning(
        "SVC-PORT", "a rule names the port of a Service, and the pods listen at another");
    public static readonly DiagnosticCode NamedPortNone = Warning("NAMEDPORT-NONE", "no pod has a port of this name");
    public static readonly DiagnosticCode NamedPortAmbiguous = Warning(
        "NAMEDPORT-AMBIG", "a port name means different numbers");
    public static readonly DiagnosticCode Shadowed = Info("SHADOW", "something broader covers a rule or an entry");
    public static readonly DiagnosticCode BlockNoop = Info("NOOP", "an entry has no effect");
    public static readonly DiagnosticCode DocumentClaim = Warning(
        "DOC-CLAIM", "a text says of a policy what the policy does not do");
    public static readonly DiagnosticCode Suppression = Warning(
        "IGNORE-REASON", "something asks for a finding to be ignored, and does not say why or which");
    public static readonly DiagnosticCode ConflictName = Info("CONFLICT-NAME", "an object is defined twice");

    // Firewalls of hosts
    public static readonly DiagnosticCode IptablesSyntax = Error("IPT-SYNTAX", "iptables refuses a command");
    public static readonly DiagnosticCode IptablesUnread = Warning(
        "IPT-UNREAD", "what a firewall's rule does cannot be known here");
    public static readonly DiagnosticCode IptablesNoTarget = Info("IPT-NO-TARGET", "a rule counts and decides nothing");
    public static readonly DiagnosticCode IptablesNoEffect = Warning(
        "IPT-NO-EFFECT", "a command changes nothing of the rules in the input");
    public static readonly DiagnosticCode IptablesForeignChain = Warning(
        "IPT-FOREIGN-CHAIN", "a rule goes into a chain of another program");
    public static readonly DiagnosticCode IptablesShadow = Warning(
        "IPT-SHADOW", "earlier rules of the chain decide all packets of a rule");
    public static readonly DiagnosticCode IptablesBehindDrop = Warning(
        "IPT-BEHIND-DROP", "an ACCEPT is appended behind the DROP");
    public static readonly DiagnosticCode IptablesDuplicate = Info("IPT-DUP", "a rule of a host's firewall is repeated");
    public static readonly DiagnosticCode IptablesStateless = Warning(
        "IPT-STATELESS", "a DROP takes the answers to the host's own connections");
    public static readonly DiagnosticCode IptablesOneVersion = Warning(
        "IPT-V4-ONLY", "what is closed over IPv4 is open over IPv6");
    public static readonly DiagnosticCode IptablesNoForward = Info(
        "IPT-NO-FORWARD", "the host is closed, and what it forwards is not");
    public static readonly DiagnosticCode IptablesNodePort = Warning(
        "IPT-NODEPORT", "a rule for a NodePort never sees its packets");

    // Cluster-wide policies
    public static readonly DiagnosticCode ClusterAmbiguous = Error(
        "CNP-AMBIG", "two policies of one priority disagree");
    public static readonly DiagnosticCode ClusterFailsClosed = Error(
        "CNP-FAILCLOSED", "a part of a cluster-wide policy is not understood and fails closed");
    public static readonly DiagnosticCode ClusterDomainDenied = Error(
        "CNP-DOMAIN-DENY", "domain names stand in a rule that does not accept");
    public static readonly DiagnosticCode ClusterEmptyRange = Warning(
        "CNP-RANGE", "a range of ports ends before it starts");

    /// <summary>All codes, ordered by <see cref="DiagnosticCode.Id"/>.</summary>
    public static ImmutableArray<DiagnosticCode> All { get; } =
    [
        .. new[]
        {
            YamlSyntax, YamlDuplicateKey, YamlTab, YamlFlat, YamlEncoding, InputLimit, InputUnreadable, ObjectKind,
            ApiUnsupported, FieldType, FieldUnknown, ApiReject, CalicoReject, CalicoCase, CalicoFamily,
            CalicoV1, CalicoTierDrop, CalicoPassSkips, CalicoAllowSkips, CalicoBareIp, CalicoOldLabel,
            CalicoLockout, CalicoUntrackedIgnored,
            NullSelector, NullPeer, NullRule, CidrPlaceholder,
            CidrHostBits, PortDuplicate, PortRun, PeerDuplicate, RuleDuplicate, SelectorMerge, SelectorEmpty,
            SelectorNotInMissing, TypesImplicit, TypesIgnored, TypesSurprise, TypesDuplicate, ProtocolDefault,
            PeerAndOr, NamespaceMissing, NamespaceUnknown, ExternalOpen, BlockNoop, ConflictName,
            DnsBlocked, ApiBlocked, AllowNotDeny, Ipv6Gap, BlockOfPods, BlockOfNodes, BlockOfServices, NamespaceLabel,
            HostNetworkSubject, HostNetworkPeer, ServicePort, NamedPortNone, NamedPortAmbiguous, Shadowed, Suppression,
            DocumentClaim,
            IptablesSyntax, IptablesUnread, IptablesNoTarget, IptablesNoEffect, IptablesForeignChain,
            IptablesShadow, IptablesBehindDrop, IptablesDuplicate, IptablesStateless, IptablesOneVersion,
            IptablesNoForward, IptablesNodePort,
            ClusterAmbiguous, ClusterFailsClosed, ClusterDomainDenied, ClusterEmptyRange,
        }.OrderBy(code => code.Id, StringComparer.Ordinal),
    ];

    static DiagnosticCode Error(string id, string title) => new(id, Severity.Error, title);

    static DiagnosticCode Warning(string id, string title) => new(id, Severity.Warning, title);

    static DiagnosticCode Info(string id, string title) => new(id, Severity.Info, title);
}
