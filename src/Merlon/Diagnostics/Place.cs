namespace Merlon.Diagnostics;

/// <summary>Where a value stands: in its text and in its object.</summary>
public sealed record Place(SourceLocation Location, FieldPath Path);
