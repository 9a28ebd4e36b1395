namespace Merlon.Apis.CalicoV3.Selectors;

/// <summary>Whose labels a selector field speaks of: how its keys, <c>all()</c> and <c>global()</c> are meant.</summary>
enum SelectorScope
{
    /// <summary><c>selector</c>: labels of the thing itself; Calico's own keys are what it belongs to.</summary>
    Things,

    /// <summary><c>namespaceSelector</c>: labels of its namespace.</summary>
    Namespaces,

    /// <summary>A selector of service accounts: labels of the account it runs as.</summary>
    ServiceAccounts,
}
