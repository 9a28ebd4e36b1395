using Merlon.Lab.Planning;

namespace Merlon.Lab.Probing;

/// <summary>What has been seen so far. Any thread may write; what is seen stays seen.</summary>
sealed class ProbeBoard(int probes)
{
    readonly int[] _seen = new int[probes];
    readonly ushort[] _sourcePorts = new ushort[probes];

    public Observation this[Probe probe] => (Observation)Volatile.Read(ref _seen[probe.Index]);

    public ushort SourcePort(Probe probe) => _sourcePorts[probe.Index];

    public void SetSourcePort(Probe probe, ushort port) => _sourcePorts[probe.Index] = port;

    /// <summary>Notes what was seen of a probe by its number; numbers of no probe are somebody else's packets.</summary>
    public void Saw(int probe, Observation what)
    {
        if (probe < 0 || probe >= _seen.Length) return;
        var known = Volatile.Read(ref _seen[probe]);
        while ((int)what > known)
        {
            var before = Interlocked.CompareExchange(ref _seen[probe], (int)what, known);
            if (before == known) return;
            known = before;
        }
    }
}
