namespace Merlon.Tests.BruteForce;

/// <summary>Collects the questions of one world: every port edge, pairs of pods, then whatever comes up.</summary>
sealed class QuestionDraw
{
    const int MostAboutPorts = 110;
    const int MostAboutPodPairs = 100;
    const int Total = 260;
    const int Attempts = 1000;

    static readonly string[] Protocols = ["TCP", "UDP", "SCTP", "ICMP"];

    readonly RandomWorld _world;
    readonly Random _random;
    readonly QuestionEndpoints _endpoints;
    readonly QuestionTraffic[] _traffic;
    readonly HashSet<FlowQuestion> _questions = [];

    public QuestionDraw(RandomWorld world)
    {
        _world = world;
        _random = new Random(world.Seed);
        _endpoints = new QuestionEndpoints(world);
        _traffic =
        [
            .. world.Policies
                .SelectMany(policy => (policy.Ingress ?? []).Concat(policy.Egress ?? []))
                .SelectMany(rule => rule?.Ports ?? [])
                .SelectMany(entry => QuestionTraffic.Around(entry, world))
                .Concat(world.Pods.SelectMany(QuestionTraffic.Around))
                .Append(new QuestionTraffic("TCP", 80))
                .Distinct(),
        ];
    }

    public IReadOnlyList<FlowQuestion> DrawAll()
    {
        foreach (var question in _random.Shuffled(AboutPorts()).Take(MostAboutPorts))
        {
            _questions.Add(question);
        }

        foreach (var question in _random.Shuffled(AboutPodPairs()).Take(MostAboutPodPairs))
        {
            _questions.Add(question);
        }

        for (var attempt = 0; attempt < Attempts && _questions.Count < Total; attempt++)
        {
            var source = DrawEndpoint();
            var destination = DrawEndpoint();

            // The pairs of pods already hold every pod with itself.
            if (source.CanReach(destination) && source.Text != destination.Text)
            {
                _questions.Add(Ask(source, destination, DrawTraffic(destination)));
            }
        }

        return [.. _questions];
    }

    /// <summary>For every port entry, a pod of the policy's namespace and one other end, at all edges.</summary>
    IEnumerable<FlowQuestion> AboutPorts()
    {
        foreach (var policy in _world.Policies)
        {
            var subjects = _endpoints.Pods.Where(pod => pod.Pod!.Namespace == policy.Namespace).ToArray();
            if (subjects.Length == 0)
            {
                continue;
            }

            foreach (var entry in (policy.Ingress ?? []).SelectMany(rule => rule?.Ports ?? []))
            {
                var subject = _random.Pick(PreferKnowing(entry, subjects));
                var peer = WantedOrLiteral(DrawEndpoint(), subject);
                foreach (var traffic in QuestionTraffic.Around(entry, _world))
                {
                    yield return Ask(peer, subject, traffic);
                }
            }

            foreach (var entry in (policy.Egress ?? []).SelectMany(rule => rule?.Ports ?? []))
            {
                var subject = _random.Pick(subjects);
                var wanted = _random.Chance(60) ? _random.Pick(PreferKnowing(entry, _endpoints.Pods)) : DrawEndpoint();
                var peer = WantedOrLiteral(wanted, subject);
                foreach (var traffic in QuestionTraffic.Around(entry, _world))
                {
                    yield return Ask(subject, peer, traffic);
                }
            }
        }
    }

    IEnumerable<FlowQuestion> AboutPodPairs() =>
        from source in _endpoints.Pods
        from destination in _endpoints.Pods
        where source.CanReach(destination)
        select Ask(source, destination, DrawTraffic(destination));

    /// <summary>Those pods that have the named port of an entry, or all when it names none or nobody has it.</summary>
    static IReadOnlyList<QuestionEndpoint> PreferKnowing(PolicyPortData? entry, IReadOnlyList<QuestionEndpoint> pods)
    {
        var knowing = pods
            .Where(endpoint => endpoint.Pod!.Containers
                .SelectMany(container => container.Ports)
                .Any(port => port.Name is not null && port.Name == entry?.Name))
            .ToArray();
        return knowing.Length == 0 ? pods : knowing;
    }

    QuestionEndpoint WantedOrLiteral(QuestionEndpoint wanted, QuestionEndpoint subject) => wanted.CanReach(subject)
        ? wanted
        : _random.Pick(_endpoints.Literals.Where(subject.CanReach).ToArray());

    QuestionEndpoint DrawEndpoint() => _random.Next(100) switch
    {
        < 55 => _random.Pick(_endpoints.Pods),
        < 70 => _random.Pick(_endpoints.Hosts),
        _ => _random.Pick(_endpoints.Literals),
    };

    QuestionTraffic DrawTraffic(QuestionEndpoint destination)
    {
        var ports = destination.Pod?.Containers.SelectMany(container => container.Ports).ToArray() ?? [];
        if (ports.Length > 0 && _random.Chance(40))
        {
            var port = _random.Pick(ports);
            return new QuestionTraffic(port.Protocol ?? "TCP", port.Number);
        }

        var traffic = _random.Chance(20) ? QuestionTraffic.Icmp : _random.Pick(_traffic);
        return _random.Chance(15) ? Change(traffic) : traffic;
    }

    QuestionTraffic Change(QuestionTraffic traffic)
    {
        var protocol = _random.Pick(Protocols);
        return protocol == "ICMP" ? QuestionTraffic.Icmp : new QuestionTraffic(protocol, Math.Max(1, traffic.Port));
    }

    static FlowQuestion Ask(QuestionEndpoint source, QuestionEndpoint destination, QuestionTraffic traffic) =>
        new(source.Text, source.Address, destination.Text, destination.Address, traffic.Protocol, traffic.Port);
}
