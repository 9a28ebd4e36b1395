using Merlon.Model;

namespace Merlon.Resources;

/// <summary>Finds the accounts that pods run as; one without a manifest has no labels.</summary>
sealed class ServiceAccountIndex(ResourceSet resources)
{
    readonly Dictionary<(string Namespace, string Name), ServiceAccount> _accounts =
        resources.ServiceAccounts.ToDictionary(
            account => (account.Meta.Namespace, account.Meta.Name),
            account => new ServiceAccount(account.Meta.Name, account.Meta.Labels));

    /// <summary>An account is there, new or changed; without labels where it is gone. Whether that is news.</summary>
    public bool Set(string @namespace, ServiceAccount account)
    {
        if (Find(@namespace, account.Name).Equals(account)) return false;
        _accounts[(@namespace, account.Name)] = account;
        return true;
    }

    public ServiceAccount Find(string @namespace, string name) =>
        _accounts.TryGetValue((@namespace, name), out var found)
            ? found
            : _accounts[(@namespace, name)] = new ServiceAccount(name, LabelSet.Empty);
}
