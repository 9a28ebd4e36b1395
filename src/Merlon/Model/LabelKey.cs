namespace Merlon.Model;

/// <summary>
/// Where a term of a <see cref="LabelFormula"/> looks its value up. A closed family. Each API writes keys its own way:
/// the text is for people and for telling keys apart, so one text must not stand for two keys.
/// </summary>
/// <param name="Text">The key as its API writes it.</param>
public abstract record LabelKey(string Text)
{
    /// <summary>The value that the thing has under this key; null where it has none.</summary>
    public abstract string? ValueOn(ILabelled thing);

    /// <summary>The <see cref="Text"/>.</summary>
    public sealed override string ToString() => Text;

    // Of what belongs to nothing, such a key can only be a label of its own.
    string? OwnValueOn(ILabelled thing) => thing.Labels.TryGet(Text, out var value) ? value : null;

    /// <summary>A label of the thing itself.</summary>
    public sealed record Own(string Text) : LabelKey(Text)
    {
        public override string? ValueOn(ILabelled thing) => OwnValueOn(thing);
    }

    /// <summary>A label of the namespace it is in.</summary>
    public sealed record OfNamespace(string Label, string Text) : LabelKey(Text)
    {
        public override string? ValueOn(ILabelled thing) => thing.Namespace is { } home
            ? home.Labels.TryGet(Label, out var value) ? value : null
            : OwnValueOn(thing);
    }

    /// <summary>The name of the namespace it is in.</summary>
    public sealed record NamespaceName(string Text) : LabelKey(Text)
    {
        public override string? ValueOn(ILabelled thing) => thing.Namespace is { } home ? home.Name : OwnValueOn(thing);
    }

    /// <summary>A label of the account it runs as.</summary>
    public sealed record OfServiceAccount(string Label, string Text) : LabelKey(Text)
    {
        public override string? ValueOn(ILabelled thing) => thing switch
        {
            { ServiceAccount: { } account } => account.Labels.TryGet(Label, out var value) ? value : null,
            { Namespace: not null } => null,
            _ => OwnValueOn(thing),
        };
    }

    /// <summary>The name of the account it runs as.</summary>
    public sealed record ServiceAccountName(string Text) : LabelKey(Text)
    {
        public override string? ValueOn(ILabelled thing) => thing.ServiceAccount?.Name ?? OwnValueOn(thing);
    }

    /// <summary>What started it: one value for everything that runs as an account, which is every pod.</summary>
    public sealed record Orchestrator(string Value, string Text) : LabelKey(Text)
    {
        public override string? ValueOn(ILabelled thing) => thing.ServiceAccount is null ? OwnValueOn(thing) : Value;
    }
}
