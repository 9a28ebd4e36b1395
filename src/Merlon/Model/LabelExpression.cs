using System.Collections.Immutable;

namespace Merlon.Model;

/// <summary>
/// A condition on labels, in the operators of Kubernetes label selectors. A closed family; equal when the canonical
/// texts are. Comparison of keys and values is ordinal.
/// </summary>
public abstract class LabelExpression : IEquatable<LabelExpression>
{
    string? _text;

    private protected LabelExpression()
    {
    }

    /// <summary>True for every set of labels: the empty selector.</summary>
    public static LabelExpression Everything { get; } = new AllOf([]);

    /// <summary>
    /// The label exists and its value is one of <paramref name="values"/>. A missing label does not match.
    /// </summary>
    public static LabelExpression In(string key, IEnumerable<string> values) => new InCase(key, Sorted(values));

    /// <summary>The label is missing, or its value is none of <paramref name="values"/>.</summary>
    public static LabelExpression NotIn(string key, IEnumerable<string> values) => new NotInCase(key, Sorted(values));

    /// <summary>The label exists, whatever its value; the empty value counts.</summary>
    public static LabelExpression Exists(string key) => new ExistsCase(key);

    public static LabelExpression DoesNotExist(string key) => new DoesNotExistCase(key);

    /// <summary>All of the given conditions; duplicates count once, and the order does not matter.</summary>
    public static LabelExpression All(IEnumerable<LabelExpression> terms)
    {
        ImmutableArray<LabelExpression> flat = [.. terms.SelectMany(term => term.Terms)];
        if (flat.Length > 1) flat = [.. flat.Distinct().OrderBy(term => term.ToString(), StringComparer.Ordinal)];
        return flat switch
        {
            [] => Everything,
            [var only] => only,
            _ => new AllOf(flat),
        };
    }

    /// <summary>The conditions that must all hold: one, unless the expression is a conjunction.</summary>
    public virtual ImmutableArray<LabelExpression> Terms => [this];

    /// <summary>Whether it holds for every set of labels by its form.</summary>
    public bool IsEverything => Terms.IsEmpty;

    /// <summary>The labels that it looks at: two sets of labels that agree on these fare alike.</summary>
    public abstract IEnumerable<string> Keys { get; }

    /// <summary>
    /// A label that must be there and the values that it may have; null where the form promises none. An index by label
    /// finds all that can match.
    /// </summary>
    public virtual (string Key, ImmutableArray<string> Values)? Required => null;

    public abstract bool Matches(LabelSet labels);

    /// <summary>The labels that it asks about, each with a value that it names; null where it names none.</summary>
    public virtual IEnumerable<KeyValuePair<string, string?>> Mentions => Terms.SelectMany(term => term.Mentions);

    /// <summary>The terms that do not hold, in canonical order.</summary>
    public IEnumerable<LabelExpression> Failing(LabelSet labels) => Terms.Where(term => !term.Matches(labels));

    /// <summary>
    /// For a single term that does not hold: what is there instead, for example <c>app=web is not app=api</c>.
    /// </summary>
    public virtual string WhyNot(LabelSet labels) =>
        string.Join("; ", Failing(labels).Select(term => term.WhyNot(labels)));

    public bool Equals(LabelExpression? other) => other is not null && ToString() == other.ToString();

    public override bool Equals(object? obj) => Equals(obj as LabelExpression);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    /// <summary>The canonical text, in the syntax of <c>kubectl -l</c>; empty for <see cref="Everything"/>.</summary>
    public override string ToString() => _text ??= Write();

    private protected abstract string Write();

    static ImmutableArray<string> Sorted(IEnumerable<string> values) => values is IReadOnlyList<string> { Count: 1 } one
        ? [one[0]]
        : [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    sealed class InCase(string key, ImmutableArray<string> values) : LabelExpression
    {
        public override IEnumerable<string> Keys => [key];

        public override (string Key, ImmutableArray<string> Values)? Required => (key, values);

        public override bool Matches(LabelSet labels) => labels.TryGet(key, out var value) && values.Contains(value);

        public override IEnumerable<KeyValuePair<string, string?>> Mentions =>
            values.Select(value => KeyValuePair.Create<string, string?>(key, value));

        public override string WhyNot(LabelSet labels) =>
            labels.TryGet(key, out var value)
                ? $"{key}={value} is not {this}"
                : $"there is no label {key}, and {this} is wanted";

        private protected override string Write() =>
            values is [var only] ? $"{key}={only}" : $"{key} in ({string.Join(',', values)})";
    }

    sealed class NotInCase(string key, ImmutableArray<string> values) : LabelExpression
    {
        public override IEnumerable<string> Keys => [key];

        public override bool Matches(LabelSet labels) => !labels.TryGet(key, out var value) || !values.Contains(value);

        public override IEnumerable<KeyValuePair<string, string?>> Mentions =>
            values.Select(value => KeyValuePair.Create<string, string?>(key, value));

        public override string WhyNot(LabelSet labels) =>
            $"{key}={(labels.TryGet(key, out var value) ? value : "")} is excluded by {this}";

        private protected override string Write() =>
            values is [var only] ? $"{key}!={only}" : $"{key} notin ({string.Join(',', values)})";
    }

    sealed class ExistsCase(string key) : LabelExpression
    {
        public override IEnumerable<string> Keys => [key];

        public override bool Matches(LabelSet labels) => labels.TryGet(key, out _);

        public override IEnumerable<KeyValuePair<string, string?>> Mentions => [new(key, null)];

        public override string WhyNot(LabelSet labels) => $"there is no label {key}";

        private protected override string Write() => key;
    }

    sealed class DoesNotExistCase(string key) : LabelExpression
    {
        public override IEnumerable<string> Keys => [key];

        public override bool Matches(LabelSet labels) => !labels.TryGet(key, out _);

        public override IEnumerable<KeyValuePair<string, string?>> Mentions => [new(key, null)];

        public override string WhyNot(LabelSet labels) => $"there is a label {key}, and none is wanted";

        private protected override string Write() => $"!{key}";
    }

    sealed class AllOf(ImmutableArray<LabelExpression> terms) : LabelExpression
    {
        public override ImmutableArray<LabelExpression> Terms => terms;

        public override IEnumerable<string> Keys => terms.SelectMany(term => term.Keys);

        public override (string Key, ImmutableArray<string> Values)? Required =>
            terms.Select(term => term.Required).FirstOrDefault(required => required is not null);

        public override bool Matches(LabelSet labels)
        {
            foreach (var term in terms)
            {
                if (!term.Matches(labels)) return false;
            }
            return true;
        }

        private protected override string Write() => string.Join(',', terms);
    }
}
