using System.Diagnostics.CodeAnalysis;

namespace Merlon.Nftables;

/// <summary>
/// What classes of pods were compiled to, so that a change compiles those anew that it concerns. It keeps what the last
/// compilation asked for. It has one owner.
/// </summary>
sealed class ClassMemory
{
    Dictionary<ClassKey, CompiledClass> _before = [];
    Dictionary<ClassKey, CompiledClass> _now = [];

    public void Begin() => (_before, _now) = (_now, []);

    /// <summary>Something else changed that rules rest on: addresses of nodes, or the numbers of ports.</summary>
    public void Forget()
    {
        _before.Clear();
        _now.Clear();
    }

    public bool TryGet(ClassKey key, [NotNullWhen(true)] out CompiledClass? found)
    {
        if (_now.TryGetValue(key, out found)) return true;
        if (!_before.TryGetValue(key, out found)) return false;
        _now.Add(key, found);
        return true;
    }

    public void Add(ClassKey key, CompiledClass compiled) => _now.Add(key, compiled);
}
