using System.Globalization;
using Merlon.Conformance.Tests.Packets;

namespace Merlon.Conformance.Tests;

/// <summary>What came of all packets of a run.</summary>
sealed class Tally
{
    const int MaxReported = 20;

    readonly List<string> _disagreements = [];
    readonly SortedDictionary<string, (int Passed, int Dropped)> _kinds = new(StringComparer.Ordinal);

    public int Worlds { get; set; }

    public int Rulesets { get; set; }

    /// <summary>Packets that got through only when they were sent a second time.</summary>
    public int Lost { get; set; }

    /// <summary>How many had to pass and to be dropped, by version, protocol and way: <c>IPv6 UDP forwarded</c>.</summary>
    public IReadOnlyDictionary<string, (int Passed, int Dropped)> Kinds => _kinds;

    public int Passed => _kinds.Values.Sum(kind => kind.Passed);

    public int Dropped => _kinds.Values.Sum(kind => kind.Dropped);

    public int Sent => Passed + Dropped;

    public int DisagreementCount => _disagreements.Count;

    public string Disagreements => string.Join('\n', _disagreements.Take(MaxReported));

    public void Count(TestPacket packet, bool isForwarded, bool passes)
    {
        var kind = $"{packet.Source.Family} {packet.Protocol} {(isForwarded ? "forwarded" : "to the node")}";
        var (passed, dropped) = _kinds.GetValueOrDefault(kind);
        _kinds[kind] = passes ? (passed + 1, dropped) : (passed, dropped + 1);
    }

    public void AddDisagreement(string text) => _disagreements.Add(text);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Sent:N0} packets through {Rulesets:N0} rulesets of {Worlds:N0} worlds: {Passed:N0} passed, {Dropped:N0} were dropped, {Lost:N0} were sent twice, {DisagreementCount:N0} differ");

    public string KindsText() => string.Join('\n', _kinds.Select(kind =>
        string.Create(CultureInfo.InvariantCulture, $"{kind.Key}: {kind.Value.Passed:N0} passed, {kind.Value.Dropped:N0} dropped")));
}
