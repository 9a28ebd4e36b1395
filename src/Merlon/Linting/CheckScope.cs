namespace Merlon.Linting;

/// <summary>What a check looks at: of a policy that is refused, some of it may be clear all the same.</summary>
enum CheckScope
{
    /// <summary>What the policy does, beside all others: it must be in force.</summary>
    Effect,

    /// <summary>Its selectors and rules by their form: those parts must be as they are meant.</summary>
    Form,

    /// <summary>Fields by themselves, whatever the others say.</summary>
    Field,
}
