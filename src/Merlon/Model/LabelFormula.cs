using System.Collections.Immutable;

namespace Merlon.Model;

/// <summary>
/// A boolean formula over the labels of a thing and of what it belongs to. A closed family; equal when the canonical
/// texts are. Comparison of keys and values is ordinal.
/// </summary>
public abstract class LabelFormula : IEquatable<LabelFormula>
{
    string? _text;

    private protected LabelFormula()
    {
    }

    /// <summary>True for everything.</summary>
    public static LabelFormula Everything { get; } = new AllCase("all()");

    /// <summary>True for everything too: it says something else only among conditions on namespaces.</summary>
    public static LabelFormula Global { get; } = new AllCase("global()");

    /// <summary>The label exists, whatever its value.</summary>
    public static LabelFormula Has(LabelKey key) => new HasCase(key);

    /// <summary>The label exists and compares so with the value; see <see cref="LabelOperator"/> for missing ones.</summary>
    public static LabelFormula Compare(LabelKey key, LabelOperator @operator, string value) =>
        new CompareCase(key, @operator, value);

    /// <summary>The label exists and has one of the values; of no values, none.</summary>
    public static LabelFormula In(LabelKey key, IEnumerable<string> values) => new InCase(key, Sorted(values), false);

    /// <summary>The label is missing, or has none of the values.</summary>
    public static LabelFormula NotIn(LabelKey key, IEnumerable<string> values) => new InCase(key, Sorted(values), true);

    public static LabelFormula Not(LabelFormula operand) => new NotCase(operand);

    /// <summary>All of the operands, of which there is at least one; a single one is itself.</summary>
    public static LabelFormula And(params ImmutableArray<LabelFormula> operands) =>
        operands is [var only] ? only : new JoinCase(operands, isAnd: true);

    /// <summary>Any of the operands, of which there is at least one; a single one is itself.</summary>
    public static LabelFormula Or(params ImmutableArray<LabelFormula> operands) =>
        operands is [var only] ? only : new JoinCase(operands, isAnd: false);

    public abstract bool Matches(ILabelled thing);

    /// <summary>Where it looks: two things that have the same values there fare alike.</summary>
    public abstract IEnumerable<LabelKey> Keys { get; }

    /// <summary>The texts that it compares with, wherever and however; null where any value will do.</summary>
    public abstract IEnumerable<(LabelKey Key, string? Value)> Mentions { get; }

    /// <summary>What must hold for the labels of everything that matches, by label; labels that may be anything are left out.</summary>
    public abstract ImmutableSortedDictionary<string, LabelRestriction> Restrictions { get; }

    /// <summary>The conditions that must all hold: itself, unless it joins several.</summary>
    public virtual ImmutableArray<LabelFormula> Conjuncts => [this];

    public bool Equals(LabelFormula? other) => other is not null && ToString() == other.ToString();

    public override bool Equals(object? obj) => Equals(obj as LabelFormula);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    /// <summary>The canonical text: <c>(role == "db" &amp;&amp; !has(old))</c>.</summary>
    public override string ToString() => _text ??= Write();

    private protected abstract string Write();

    static ImmutableArray<string> Sorted(IEnumerable<string> values) =>
        [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    // Strings have no escapes: one that holds a double quote stands in single quotes.
    static string Quote(string value) => value.Contains('"', StringComparison.Ordinal) ? $"'{value}'" : $"\"{value}\"";

    static ImmutableSortedDictionary<string, LabelRestriction> Restrict(LabelKey key, LabelRestriction restriction) =>
        LabelRestriction.None.Add(key.Text, restriction);

    sealed class AllCase(string text) : LabelFormula
    {
        public override IEnumerable<LabelKey> Keys => [];

        public override IEnumerable<(LabelKey Key, string? Value)> Mentions => [];

        public override ImmutableSortedDictionary<string, LabelRestriction> Restrictions => LabelRestriction.None;

        public override bool Matches(ILabelled thing) => true;

        private protected override string Write() => text;
    }

    sealed class HasCase(LabelKey key) : LabelFormula
    {
        public LabelKey Key => key;

        public override IEnumerable<LabelKey> Keys => [key];

        public override IEnumerable<(LabelKey Key, string? Value)> Mentions => [(key, null)];

        public override ImmutableSortedDictionary<string, LabelRestriction> Restrictions =>
            Restrict(key, LabelRestriction.Present);

        public override bool Matches(ILabelled thing) => key.ValueOn(thing) is not null;

        private protected override string Write() => $"has({key})";
    }

    sealed class CompareCase(LabelKey key, LabelOperator @operator, string value) : LabelFormula
    {
        public override IEnumerable<LabelKey> Keys => [key];

        public override IEnumerable<(LabelKey Key, string? Value)> Mentions => [(key, value)];

        public override ImmutableSortedDictionary<string, LabelRestriction> Restrictions => @operator switch
        {
            LabelOperator.Equal => Restrict(key, LabelRestriction.OneOf([value])),
            LabelOperator.NotEqual => LabelRestriction.None,
            _ => Restrict(key, LabelRestriction.Present),
        };

        public override bool Matches(ILabelled thing) => key.ValueOn(thing) is { } found
            ? @operator switch
            {
                LabelOperator.Equal => string.Equals(found, value, StringComparison.Ordinal),
                LabelOperator.NotEqual => !string.Equals(found, value, StringComparison.Ordinal),
                LabelOperator.Contains => found.Contains(value, StringComparison.Ordinal),
                LabelOperator.StartsWith => found.StartsWith(value, StringComparison.Ordinal),
                LabelOperator.EndsWith => found.EndsWith(value, StringComparison.Ordinal),
                _ => throw new InvalidOperationException($"{@operator} compares nothing."),
            }
            : @operator == LabelOperator.NotEqual;

        private protected override string Write() => $"{key} {@operator switch
        {
            LabelOperator.Equal => "==",
            LabelOperator.NotEqual => "!=",
            LabelOperator.Contains => "contains",
            LabelOperator.StartsWith => "starts with",
            LabelOperator.EndsWith => "ends with",
            _ => throw new InvalidOperationException($"{@operator} has no text."),
        }} {Quote(value)}";
    }

    sealed class InCase(LabelKey key, ImmutableArray<string> values, bool isNegated) : LabelFormula
    {
        public override IEnumerable<LabelKey> Keys => [key];

        public override IEnumerable<(LabelKey Key, string? Value)> Mentions => values.Select(value => (key, (string?)value));

        public override ImmutableSortedDictionary<string, LabelRestriction> Restrictions =>
            isNegated ? LabelRestriction.None : Restrict(key, LabelRestriction.OneOf(values));

        public override bool Matches(ILabelled thing) =>
            (key.ValueOn(thing) is { } found && values.Contains(found)) != isNegated;

        private protected override string Write() =>
            $"{key} {(isNegated ? "not in" : "in")} {{{string.Join(", ", values.Select(Quote))}}}";
    }

    sealed class NotCase(LabelFormula operand) : LabelFormula
    {
        public override IEnumerable<LabelKey> Keys => operand.Keys;

        public override IEnumerable<(LabelKey Key, string? Value)> Mentions => operand.Mentions;

        public override ImmutableSortedDictionary<string, LabelRestriction> Restrictions =>
            operand is HasCase has ? Restrict(has.Key, LabelRestriction.Absent) : LabelRestriction.None;

        public override bool Matches(ILabelled thing) => !operand.Matches(thing);

        private protected override string Write() => $"!{operand}";
    }

    sealed class JoinCase(ImmutableArray<LabelFormula> operands, bool isAnd) : LabelFormula
    {
        public override IEnumerable<LabelKey> Keys => operands.SelectMany(operand => operand.Keys);

        public override IEnumerable<(LabelKey Key, string? Value)> Mentions => operands.SelectMany(operand => operand.Mentions);

        public override ImmutableArray<LabelFormula> Conjuncts =>
            isAnd ? [.. operands.SelectMany(operand => operand.Conjuncts)] : [this];

        public override ImmutableSortedDictionary<string, LabelRestriction> Restrictions => operands
            .Select(operand => operand.Restrictions)
            .Aggregate(isAnd ? LabelRestriction.Both : LabelRestriction.Either);

        public override bool Matches(ILabelled thing)
        {
            foreach (var operand in operands)
            {
                if (operand.Matches(thing) != isAnd) return !isAnd;
            }
            return isAnd;
        }

        private protected override string Write() => $"({string.Join(isAnd ? " && " : " || ", operands)})";
    }
}
