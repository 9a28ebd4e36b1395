namespace Merlon.Tests.BruteForce;

/// <summary>Draws the rules of policies.</summary>
sealed class RuleGenerator(
    Random random,
    SelectorGenerator podSelectors,
    SelectorGenerator namespaceSelectors,
    IpBlockGenerator ipBlocks,
    IReadOnlyList<ContainerPortData> containerPorts)
{
    readonly ContainerPortData[] _namedPorts = [.. containerPorts.Where(port => port.Name is not null)];

    public PolicyRuleData? Draw() => random.Chance(2)
        ? null
        : new PolicyRuleData(
            random.OptionalList(missingPercent: 20, emptyPercent: 5, most: 3, DrawPeer),
            random.OptionalList(missingPercent: 22, emptyPercent: 4, most: 3, DrawPort));

    PolicyPeerData DrawPeer() => random.Next(100) switch
    {
        < 25 => new PolicyPeerData(podSelectors.Draw(), null, null),
        < 45 => new PolicyPeerData(null, namespaceSelectors.Draw(), null),
        < 65 => new PolicyPeerData(podSelectors.Draw(), namespaceSelectors.Draw(), null),
        _ => new PolicyPeerData(null, null, ipBlocks.Draw()),
    };

    PolicyPortData? DrawPort() => random.Next(100) switch
    {
        < 3 => null,
        < 10 => new PolicyPortData(random.Pick(Alphabet.Protocols), null, null, null),
        < 40 => new PolicyPortData(random.Pick(Alphabet.Protocols), DrawNumber(), null, null),
        < 58 => DrawRange(),
        _ => DrawNamed(),
    };

    PolicyPortData DrawRange()
    {
        var first = DrawNumber();
        var last = random.Pick([first, first, 80, 81, 443, 8080, 65535]);
        return new PolicyPortData(random.Pick(Alphabet.Protocols), Math.Min(first, last), null, Math.Max(first, last));
    }

    PolicyPortData DrawNamed()
    {
        if (_namedPorts.Length == 0 || random.Chance(20))
        {
            return new PolicyPortData(random.Pick(Alphabet.Protocols), null, random.Pick(Alphabet.PortNames), null);
        }

        var port = random.Pick(_namedPorts);
        return new PolicyPortData(port.Protocol, null, port.Name, null);
    }

    int DrawNumber() => random.Chance(85) ? random.Pick(Alphabet.Ports) : random.Pick(Alphabet.RareFirstPorts);
}
