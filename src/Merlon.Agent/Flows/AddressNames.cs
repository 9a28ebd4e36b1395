using System.Collections.Concurrent;
using Merlon.Model;

namespace Merlon.Agent.Flows;

/// <summary>Who has which address, for those who write of packets. Safe for concurrent use.</summary>
sealed class AddressNames
{
    readonly ConcurrentDictionary<IpAddress, string> _names = new();

    /// <summary>The name of the pod or node that has an address; the address itself where nobody is known to have it.</summary>
    public string NameOf(IpAddress address) => _names.TryGetValue(address, out var name) ? name : address.ToString();

    /// <summary>Takes note that an endpoint is another, new, or gone.</summary>
    public void Replace(Endpoint? old, Endpoint? now)
    {
        if (old is not null)
        {
            foreach (var address in old.Addresses) _names.TryRemove(KeyValuePair.Create(address, old.Id.Text));
        }
        // A pod on its node's network has the node's addresses.
        if (now is null || now.IsHostNetwork) return;
        foreach (var address in now.Addresses) _names[address] = now.Id.Text;
    }
}
