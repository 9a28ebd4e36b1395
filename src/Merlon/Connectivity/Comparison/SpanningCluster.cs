using System.Collections.Immutable;
using System.Globalization;
using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Comparison;

/// <summary>
/// A made-up cluster in which the selectors of policies meet: for policies that come without one.
/// </summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="IsComplete">Whether it has a pod of every kind that the selectors can tell apart.</param>
public sealed record SpanningCluster(Cluster Cluster, bool IsComplete)
{
    public static SpanningCluster Of(PolicySet policies) => new Builder(policies).Build();

    sealed class Builder
    {
        const int MaxNamespaces = 8;
        const int MaxPods = 8;
        const int MaxNodes = 8;

        // Pods that are alike reach one another too, and a pod always reaches itself.
        const int Alike = 2;

        static readonly SourceLocation Nowhere = new("made-up cluster", 1, 1);

        readonly List<EndpointSelector> _selectors;
        readonly List<Peer> _peers;
        readonly List<string> _portNames;
        readonly List<Cidr> _blocks;
        readonly HashSet<IpAddress> _taken = [];
        bool _isComplete = true;

        public Builder(PolicySet policies)
        {
            var rules = policies.Policies.SelectMany(policy => policy.AllRules).ToList();
            _peers = [.. rules.SelectMany(rule => rule.AllPeers)];
            _selectors =
            [
                .. policies.Policies.Select(policy => policy.Subject).OfType<EndpointSelector>(),
                .. _peers.OfType<Peer.Pods>().Select(peer => peer.Selector),
            ];
            _portNames =
            [
                .. rules.SelectMany(rule => rule.AllPorts).OfType<PortMatch.Named>()
                    .Select(port => port.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ];
            _blocks = [.. AddressAtoms.PolicyBlocks(policies).Distinct().Order()];
        }

        public SpanningCluster Build()
        {
            var namespaces = Namespaces();
            var nodes = Variants(_peers.OfType<Peer.Nodes>().Select(peer => peer.Labels), MaxNodes).Select(Node).ToList();
            var labels = Variants(_selectors.Select(selector => selector.Pods), MaxPods);
            var pods = namespaces
                .SelectMany(ns => labels.SelectMany(set => Enumerable.Repeat((ns, set), Alike)))
                .Select((pair, i) => Pod(pair.ns, pair.set, i, nodes[i % nodes.Count]));
            ImmutableArray<Endpoint> all = [.. nodes.Concat(pods).OrderBy(endpoint => endpoint.Id)];
            var cluster = new Cluster([.. namespaces], all, new AddressIndex(all), []) { Domains = Domains() };
            return new SpanningCluster(cluster, _isComplete);
        }

        ImmutableArray<LabelSet> Variants(IEnumerable<LabelExpression> selectors, int most)
        {
            var variants = LabelVariants.Of(selectors, most);
            _isComplete &= variants.IsComplete;
            return variants.Sets;
        }

        List<ClusterNamespace> Namespaces()
        {
            var scopes = _selectors.Select(selector => selector.Namespaces).ToList();
            var expressions = scopes.OfType<NamespaceScope.Matching>().Select(scope => scope.Labels).ToList();
            var named = scopes.OfType<NamespaceScope.Named>().Select(scope => scope.Name)
                .Concat(expressions.SelectMany(expression => expression.Mentions)
                    .Where(mention => mention.Key == ClusterNamespace.NameLabel)
                    .Select(mention => mention.Value)
                    .OfType<string>())
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .ToList();
            var variants = Variants(expressions, MaxNamespaces);
            // A name belongs to one namespace, which has one of the sets.
            _isComplete &= named.Count == 0 || variants.Length == 1;
            return
            [
                .. variants.Select((labels, i) => ClusterNamespace.Create(Text($"made-up-{i + 1}"), labels, null)),
                .. named.Select((name, i) => ClusterNamespace.Create(name, variants[i % variants.Length], null)),
            ];
        }

        Endpoint Node(LabelSet labels, int number)
        {
            var name = Text($"node-{number + 1}");
            return new Endpoint
            {
                Id = EndpointId.Node(name),
                Kind = EndpointKind.Node,
                Name = name,
                Labels = labels,
                Addresses = [IpAddress.Parse(Text($"172.31.255.{number + 1}")), IpAddress.Parse(Text($"fd00:255::{number + 1:x}"))],
                NodeName = name,
                Workload = EndpointId.Node(name),
                Location = Nowhere,
            };
        }

        Endpoint Pod(ClusterNamespace @namespace, LabelSet labels, int number, Endpoint node)
        {
            var name = Text($"pod-{number + 1}");
            var id = EndpointId.Pod(@namespace.Name, name);
            return new Endpoint
            {
                Id = id,
                Kind = EndpointKind.Pod,
                Name = name,
                Namespace = @namespace,
                Labels = labels,
                Addresses = [Address(IpFamily.IPv4, number), Address(IpFamily.IPv6, number)],
                Ports = [.. Ports(number)],
                NodeName = node.Name,
                Workload = id,
                Location = Nowhere,
            };
        }

        // Every second pod has an address in a block that a policy names, where there is room for one more.
        IpAddress Address(IpFamily family, int number)
        {
            var blocks = _blocks.Where(block => block.Family == family).ToList();
            if (number % 2 == 0 && blocks.Count > 0)
            {
                var block = blocks[number / 2 % blocks.Count];
                var candidate = IpAddress.Create(family, block.First.Value + (UInt128)(number + 1));
                if (block.Contains(candidate) && _taken.Add(candidate)) return candidate;
            }
            var own = IpAddress.Parse(family == IpFamily.IPv4
                ? Text($"10.244.{number / 250}.{(number % 250) + 1}")
                : Text($"fd00:10:244::{number + 1:x}"));
            return _taken.Add(own) ? own : Address(family, number + 100_000);
        }

        // The same name is one number on some pods, another on others, and unknown to the rest.
        IEnumerable<ContainerPort> Ports(int number) => number % 3 == 2 ? [] :
            from name in _portNames.Select((text, i) => (Text: text, Index: i))
            from protocol in new[] { Protocol.Tcp, Protocol.Udp }
            select new ContainerPort(
                name.Text, protocol, (ushort)(8000 + (1000 * (number % 3)) + name.Index), ContainerKind.Regular);

        DomainTable Domains() => new(_peers.OfType<Peer.Domain>()
            .Select(peer => peer.Pattern)
            .Distinct()
            .Select((pattern, i) => KeyValuePair.Create(
                pattern.IsWildcard ? $"made-up.{pattern.Name}" : pattern.Name,
                IpAddress.Parse(Text($"198.51.{100 + (i / 250)}.{(i % 250) + 1}")))));

        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
