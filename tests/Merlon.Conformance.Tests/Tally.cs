using System.Globalization;

namespace Merlon.Conformance.Tests;

/// <summary>What came of all packets of a run.</summary>
sealed class Tally
{
    const int MaxReported = 20;

    readonly List<string> _disagreements = [];

    public int Worlds { get; set; }

    public int Rulesets { get; set; }

    public int Passed { get; private set; }

    public int Dropped { get; private set; }

    /// <summary>Packets that got through only when they were sent a second time.</summary>
    public int Lost { get; set; }

    public int Sent => Passed + Dropped;

    public int DisagreementCount => _disagreements.Count;

    public string Disagreements => string.Join('\n', _disagreements.Take(MaxReported));

    public void Count(bool passed)
    {
        if (passed) Passed++;
        else Dropped++;
    }

    public void AddDisagreement(string text) => _disagreements.Add(text);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Sent:N0} packets through {Rulesets:N0} rulesets of {Worlds:N0} worlds: {Passed:N0} passed, {Dropped:N0} were dropped, {Lost:N0} were sent twice, {DisagreementCount:N0} differ");
}
