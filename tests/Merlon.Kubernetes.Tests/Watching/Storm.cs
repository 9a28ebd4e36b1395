using Merlon.TestServer;

namespace Merlon.Kubernetes.Tests.Watching;

/// <summary>Random changes and random faults, the same for the same seed as far as the network lets them be.</summary>
sealed class Storm(ApiServer server, int seed)
{
    readonly Random _changes = new(seed);
    readonly Random _faults = new(seed + 1);
    readonly Lock _lock = new();

    int _done;

    /// <summary>Changes objects of two resources, while every second request goes wrong.</summary>
    public async Task BlowAsync(int atLeastFaults)
    {
        server.Faults = Choose;
        while (Volatile.Read(ref _done) < atLeastFaults)
        {
            for (var i = _changes.Next(12); i > 0; i--) Change();
            if (_changes.Next(12) == 0) server.Store.Compact();
            await Task.Delay(_changes.Next(8));
        }
        server.Faults = _ => null;
    }

    void Change()
    {
        var (plural, group) = _changes.Next(4) == 0 ? ("networkpolicies", "networking.k8s.io") : ("pods", "");
        var (@namespace, name) = ($"ns-{_changes.Next(3)}", $"object-{_changes.Next(40)}");
        if (_changes.Next(4) == 0) server.Store.Delete(ServedResource.Of(plural, group), @namespace, name);
        else server.Put(plural, group, @namespace, name, $$"""{"metadata":{"labels":{"v":"{{_changes.Next()}}"} }, "spec":{} }""");
    }

    Fault? Choose(ServedRequest request)
    {
        lock (_lock)
        {
            var fault = FaultOf(request);
            if (fault is not null) _done++;
            return fault;
        }
    }

    Fault? FaultOf(ServedRequest request) => _faults.Next(24) switch
    {
        0 => new Fault.Answer(500),
        1 => new Fault.Answer(503),
        2 => new Fault.Answer(429, RetryAfterSeconds: 0),
        3 => new Fault.Answer(401),
        4 => new Fault.Stall(_faults.Next(3000)),
        5 => new Fault.Slow(TimeSpan.FromMilliseconds(1), 100),
        6 or 7 => new Fault.Cut(_faults.Next(3000)),
        8 when request.IsWatch => new Fault.ErrorEvent(410, _faults.Next(5)),
        9 when request.IsWatch => new Fault.ErrorEvent(500, _faults.Next(5)),
        10 or 11 when request.IsWatch => new Fault.Repeat(_faults.Next(1, 30)),
        _ => null,
    };
}
