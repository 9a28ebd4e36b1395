namespace Merlon.Diagnostics;

/// <summary>
/// One change of a document, in terms of its values: where they start, not how they are laid out. A closed family.
/// </summary>
/// <param name="At">Where the value that changes starts.</param>
public abstract record Edit(SourceLocation At)
{
    /// <summary>Takes the element of a list away.</summary>
    public sealed record RemoveElement(SourceLocation At) : Edit(At);

    /// <summary>Writes another value.</summary>
    /// <param name="At">The value.</param>
    /// <param name="Text">The new one, in YAML flow style.</param>
    public sealed record SetValue(SourceLocation At, string Text) : Edit(At);

    /// <summary>Gives an object's field this value; the field is added where it is not there.</summary>
    /// <param name="At">The object, or one of its keys.</param>
    /// <param name="Name">The key.</param>
    /// <param name="Text">The value, in YAML flow style.</param>
    public sealed record SetField(SourceLocation At, string Name, string Text) : Edit(At);

    /// <summary>Adds an element at the end of an object's list, which is made where it is not there.</summary>
    /// <param name="At">The object, or one of its keys.</param>
    /// <param name="Name">The key of the list.</param>
    /// <param name="Text">The element, in YAML flow style.</param>
    public sealed record AddElement(SourceLocation At, string Name, string Text) : Edit(At);

    /// <summary>Gives a field another name.</summary>
    /// <param name="At">The key.</param>
    /// <param name="Name">The new name.</param>
    public sealed record RenameKey(SourceLocation At, string Name) : Edit(At);
}
