using Merlon.Model;

namespace Merlon.Resources;

/// <summary>Finds the accounts that pods run as; one without a manifest has no labels.</summary>
sealed class ServiceAccountIndex(ResourceSet resources)
{
    readonly Dictionary<(string Namespace, string Name), ServiceAccount> _accounts =
        resources.ServiceAccounts.ToDictionary(
            account => (account.Meta.Namespace, account.Meta.Name),
            account => new ServiceAccount(account.Meta.Name, account.Meta.Labels));

    public ServiceAccount Find(string @namespace, string name) =>
        _accounts.TryGetValue((@namespace, name), out var found)
            ? found
            : _accounts[(@namespace, name)] = new ServiceAccount(name, LabelSet.Empty);
}
