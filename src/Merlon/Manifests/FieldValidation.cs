namespace Merlon.Manifests;

/// <summary>What the API server does with unknown fields (<c>kubectl --validate</c>, <c>fieldValidation</c>).</summary>
public enum FieldValidation
{
    /// <summary>It refuses the object: the default of kubectl since 1.27.</summary>
    Strict,

    /// <summary>It drops the field and stores the rest.</summary>
    Ignore,

    /// <summary>
    /// The objects come from a server that stored them: an unknown field belongs to a newer API. Where that API says so,
    /// what is not understood fails closed; elsewhere the object is not used.
    /// </summary>
    Stored,
}
