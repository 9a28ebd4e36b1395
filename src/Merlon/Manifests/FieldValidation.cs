namespace Merlon.Manifests;

/// <summary>What the API server does with unknown fields (<c>kubectl --validate</c>, <c>fieldValidation</c>).</summary>
public enum FieldValidation
{
    /// <summary>It refuses the object: the default of kubectl since 1.27.</summary>
    Strict,

    /// <summary>It drops the field and stores the rest.</summary>
    Ignore,
}
