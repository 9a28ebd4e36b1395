using System.Globalization;

namespace Merlon.Tests.BruteForce;

/// <summary>Draws services that often find a backend among the pods.</summary>
sealed class ServiceGenerator(Random random, AddressPlan plan, IReadOnlyList<PodData> pods)
{
    public IReadOnlyList<ServiceData> DrawAll(int count) => [.. Enumerable.Range(1, count).Select(Draw)];

    ServiceData Draw(int number)
    {
        var wanted = random.Pick(pods);
        var isIPv6 = plan == AddressPlan.IPv6 || (plan == AddressPlan.Dual && random.Chance(40));
        return new ServiceData(
            wanted.Namespace,
            string.Create(CultureInfo.InvariantCulture, $"svc-{number}"),
            string.Create(CultureInfo.InvariantCulture, $"{(isIPv6 ? "fd00:10:96::" : "10.96.0.")}{9 + number}"),
            DrawSelector(wanted),
            DrawPorts(wanted));
    }

    SortedDictionary<string, string>? DrawSelector(PodData wanted)
    {
        if (random.Chance(8))
        {
            return null;
        }

        if (wanted.Labels.Count == 0 || random.Chance(15))
        {
            return LabelGenerator.Draw(random, 25);
        }

        var (key, value) = random.Pick(wanted.Labels.ToArray());
        return new SortedDictionary<string, string>(StringComparer.Ordinal) { [key] = value };
    }

    List<ServicePortData> DrawPorts(PodData wanted)
    {
        var ports = new List<ServicePortData> { DrawPort("first", wanted) };
        var second = DrawPort("second", wanted);
        if (second.Port != ports[0].Port && random.Chance(50))
        {
            ports.Add(second);
        }

        return ports;
    }

    ServicePortData DrawPort(string name, PodData wanted)
    {
        var number = random.Pick(Alphabet.Ports);
        var targets = wanted.Containers.SelectMany(container => container.Ports).ToArray();
        if (targets.Length == 0 || random.Chance(15))
        {
            return new ServicePortData(name, number, random.Pick(Alphabet.Protocols), null, null);
        }

        var target = random.Pick(targets);
        return target.Name is not null && random.Chance(60)
            ? new ServicePortData(name, number, target.Protocol, null, target.Name)
            : new ServicePortData(name, number, target.Protocol, target.Number, null);
    }
}
