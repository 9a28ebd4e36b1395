namespace Merlon.Tests.BruteForce;

/// <summary>Draws the containers of one pod.</summary>
sealed class ContainerGenerator(Random random, bool hostNetwork)
{
    readonly HashSet<(int, string)> _hostPorts = [];

    public IReadOnlyList<ContainerData> DrawAll()
    {
        var containers = new List<ContainerData> { Draw("main", ContainerKind.Regular) };
        if (random.Chance(30))
        {
            containers.Add(Draw("second", ContainerKind.Regular));
        }

        if (random.Chance(30))
        {
            containers.Add(Draw("setup", ContainerKind.PlainInit));
        }

        if (random.Chance(40))
        {
            containers.Add(Draw("proxy", ContainerKind.Sidecar));
        }

        return containers;
    }

    ContainerData Draw(string name, ContainerKind kind)
    {
        var ports = new List<ContainerPortData>();
        for (var remaining = random.Between(0, 3); remaining > 0; remaining--)
        {
            var port = DrawPort();
            var isNewName = port.Name is null || ports.All(other => other.Name != port.Name);

            // Two containers cannot hold one port of a host; a name is unique only within its container.
            if (isNewName && (!hostNetwork || _hostPorts.Add((port.Number, port.Protocol ?? "TCP"))))
            {
                ports.Add(port);
            }
        }

        return new ContainerData(name, kind, ports);
    }

    ContainerPortData DrawPort()
    {
        var name = random.Chance(75) ? random.Pick(Alphabet.PortNames) : null;
        return new ContainerPortData(name, random.Pick(Alphabet.Ports), random.Pick(Alphabet.Protocols));
    }
}
