namespace Merlon.Tests.BruteForce;

/// <summary>Draws policies the API server accepts, most of them in a namespace with pods.</summary>
sealed class PolicyGenerator
{
    readonly Random _random;
    readonly IReadOnlyList<PodData> _pods;
    readonly SelectorGenerator _podSelectors;
    readonly RuleGenerator _rules;

    public PolicyGenerator(
        Random random,
        IReadOnlyList<NodeData> nodes,
        IReadOnlyList<NamespaceData> namespaces,
        IReadOnlyList<PodData> pods,
        IReadOnlyList<ServiceData> services)
    {
        _random = random;
        _pods = pods;
        _podSelectors = new SelectorGenerator(
            random,
            [.. pods.Select(pod => pod.Labels)],
            [.. Alphabet.LabelKeys.Select(key => KeyValuePair.Create(key, Alphabet.LabelValues))]);
        var namespaceSelectors = new SelectorGenerator(
            random,
            [.. namespaces.Select(ns => ns.WrittenLabels)],
            [
                .. Alphabet.LabelKeys.Select(key => KeyValuePair.Create(key, Alphabet.LabelValues)),
                .. Enumerable.Repeat(KeyValuePair.Create(Alphabet.NameLabel, Alphabet.SelectorNamespaceNames), 5),
            ]);
        string[] addresses =
        [
            .. pods.SelectMany(pod => pod.Addresses),
            .. pods.SelectMany(pod => pod.Addresses),
            .. nodes.SelectMany(node => node.Addresses),
            .. services.Select(service => service.ClusterAddress),
            .. Alphabet.ExternalAddresses,
        ];
        _rules = new RuleGenerator(
            random,
            _podSelectors,
            namespaceSelectors,
            new IpBlockGenerator(random, addresses),
            [.. pods.SelectMany(pod => pod.Containers).SelectMany(container => container.Ports)]);
    }

    public IReadOnlyList<PolicyData> DrawAll(int count) => [.. Alphabet.PolicyNames.Take(count).Select(Draw)];

    PolicyData Draw(string name)
    {
        var ns = _random.Chance(95) ? _random.Pick(_pods).Namespace : _random.Pick(Alphabet.NamespaceNames);
        if (_random.Chance(2))
        {
            return new PolicyData(ns, name, null, null, null, null);
        }

        var podSelector = _random.Next(100) switch
        {
            < 14 => null,
            < 42 => new LabelSelectorData(null, null),
            _ => _podSelectors.Draw(),
        };
        return new PolicyData(ns, name, podSelector, DrawTypes(), DrawRules(), DrawRules());
    }

    string[]? DrawTypes() => _random.Next(100) switch
    {
        < 25 => null,
        < 30 => [],
        < 48 => ["Ingress"],
        < 66 => ["Egress"],
        < 82 => ["Ingress", "Egress"],
        < 94 => ["Egress", "Ingress"],
        < 97 => ["Ingress", "Ingress"],
        _ => ["Egress", "Egress"],
    };

    IReadOnlyList<PolicyRuleData?>? DrawRules() =>
        _random.OptionalList(missingPercent: 15, emptyPercent: 10, most: 3, _rules.Draw);
}
