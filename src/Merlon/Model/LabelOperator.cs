namespace Merlon.Model;

/// <summary>How a label's value compares with a text. A missing label compares only as not equal.</summary>
public enum LabelOperator
{
    Equal,
    NotEqual,
    Contains,
    StartsWith,
    EndsWith,
}
