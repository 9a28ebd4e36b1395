namespace Merlon.Apis.CalicoV3.Selectors;

/// <summary>What a token of a selector is.</summary>
enum SelectorTokenKind
{
    /// <summary>A label; its text is the key.</summary>
    Label,

    /// <summary>A quoted text; its text is without quotes.</summary>
    String,

    /// <summary><c>has(key)</c>; its text is the key.</summary>
    Has,

    /// <summary><c>all()</c>.</summary>
    All,

    /// <summary><c>global()</c>.</summary>
    Global,

    Equal,
    NotEqual,
    Contains,
    StartsWith,
    EndsWith,
    In,
    NotIn,
    Not,
    And,
    Or,
    OpenParenthesis,
    CloseParenthesis,
    OpenBrace,
    CloseBrace,
    Comma,
    End,
}
