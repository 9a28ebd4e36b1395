using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Apis.CalicoV3.Selectors;

/// <summary>Reads selectors. <c>||</c> binds loosest, then <c>&amp;&amp;</c>; <c>!</c> applies to a whole comparison.</summary>
sealed class SelectorParser
{
    const int MaxDepth = 200;

    readonly ImmutableArray<SelectorToken> _tokens;
    readonly SelectorScope _scope;
    int _next;
    int _depth;

    SelectorParser(ImmutableArray<SelectorToken> tokens, SelectorScope scope) => (_tokens, _scope) = (tokens, scope);

    /// <summary>Reads a selector; an empty one means everything.</summary>
    public static SelectorFault? Read(string text, SelectorScope scope, out LabelFormula? formula)
    {
        formula = null;
        try
        {
            formula = new SelectorParser(SelectorLexer.Tokenize(text), scope).Selector();
            return null;
        }
        catch (SelectorSyntaxException fault)
        {
            return new SelectorFault(fault.Message, fault.Position);
        }
    }

    /// <summary>Whether the text uses <c>global()</c>; no selector has a fault here.</summary>
    public static bool MentionsGlobal(string text) =>
        SelectorLexer.Tokenize(text).Any(token => token.Kind == SelectorTokenKind.Global);

    /// <summary>Whether the text is <c>global()</c> alone.</summary>
    public static bool IsGlobal(string text) =>
        SelectorLexer.Tokenize(text) is [{ Kind: SelectorTokenKind.Global }, { Kind: SelectorTokenKind.End }];

    SelectorToken Peek => _tokens[_next];

    LabelFormula Selector()
    {
        if (Peek.Kind == SelectorTokenKind.End) return SelectorKeys.Everything(_scope);
        var formula = AnyOf();
        Expect(SelectorTokenKind.End, Peek.Kind == SelectorTokenKind.CloseParenthesis
            ? "this `)` closes nothing"
            : "`&&` or `||` is missing here");
        return formula;
    }

    LabelFormula AnyOf()
    {
        if (++_depth > MaxDepth) throw new SelectorSyntaxException("the parentheses nest too deeply", Peek.Position);
        var operands = ImmutableArray.CreateBuilder<LabelFormula>();
        do operands.Add(AllOf());
        while (Take(SelectorTokenKind.Or));
        _depth--;
        return LabelFormula.Or(operands.ToImmutable());
    }

    LabelFormula AllOf()
    {
        var operands = ImmutableArray.CreateBuilder<LabelFormula>();
        do operands.Add(Unary());
        while (Take(SelectorTokenKind.And));
        return LabelFormula.And(operands.ToImmutable());
    }

    LabelFormula Unary()
    {
        var isNegated = false;
        while (Take(SelectorTokenKind.Not)) isNegated = !isNegated;
        var primary = Primary();
        return isNegated ? LabelFormula.Not(primary) : primary;
    }

    LabelFormula Primary()
    {
        var token = Peek;
        _next++;
        switch (token.Kind)
        {
            case SelectorTokenKind.All:
                return SelectorKeys.Everything(_scope);
            case SelectorTokenKind.Global:
                return _scope == SelectorScope.Namespaces
                    ? LabelFormula.Not(SelectorKeys.Everything(_scope))
                    : LabelFormula.Global;
            case SelectorTokenKind.Has:
                return LabelFormula.Has(Key(token));
            case SelectorTokenKind.Label:
                return Comparison(Key(token));
            case SelectorTokenKind.OpenParenthesis:
                var inner = AnyOf();
                Expect(SelectorTokenKind.CloseParenthesis, "a `)` is missing here");
                return inner;
            case SelectorTokenKind.String:
                throw new SelectorSyntaxException("a label belongs before the operator, without quotes", token.Position);
            case SelectorTokenKind.End:
                throw new SelectorSyntaxException("the selector ends too early: a condition is missing", token.Position);
            default:
                throw new SelectorSyntaxException(
                    "a condition is missing here, such as `role == \"db\"` or `has(role)`", token.Position);
        }
    }

    LabelFormula Comparison(LabelKey key)
    {
        var @operator = Peek;
        switch (@operator.Kind)
        {
            case SelectorTokenKind.Equal: return Compare(LabelOperator.Equal);
            case SelectorTokenKind.NotEqual: return Compare(LabelOperator.NotEqual);
            case SelectorTokenKind.Contains: return Compare(LabelOperator.Contains);
            case SelectorTokenKind.StartsWith: return Compare(LabelOperator.StartsWith);
            case SelectorTokenKind.EndsWith: return Compare(LabelOperator.EndsWith);
            case SelectorTokenKind.In:
                _next++;
                return LabelFormula.In(key, Values());
            case SelectorTokenKind.NotIn:
                _next++;
                return LabelFormula.NotIn(key, Values());
            default:
                throw new SelectorSyntaxException(
                    $"`{key}` says nothing alone: write `has({key})` or compare it", @operator.Position);
        }

        LabelFormula Compare(LabelOperator comparison)
        {
            _next++;
            return LabelFormula.Compare(key, comparison, Text());
        }
    }

    ImmutableArray<string> Values()
    {
        Expect(SelectorTokenKind.OpenBrace, "a list in braces belongs here, such as {\"a\", \"b\"}");
        var values = ImmutableArray.CreateBuilder<string>();
        while (Peek.Kind != SelectorTokenKind.CloseBrace)
        {
            values.Add(Text());
            if (!Take(SelectorTokenKind.Comma)) break;
        }
        Expect(SelectorTokenKind.CloseBrace, "a `}` is missing here");
        return values.ToImmutable();
    }

    string Text()
    {
        var token = Peek;
        Expect(
            SelectorTokenKind.String,
            token.Kind == SelectorTokenKind.Label
                ? $"a value stands in quotes: write \"{token.Text}\""
                : "a value in quotes is missing here");
        return token.Text;
    }

    LabelKey Key(SelectorToken token) => SelectorKeys.Resolve(token.Text, _scope);

    bool Take(SelectorTokenKind kind)
    {
        if (Peek.Kind != kind) return false;
        _next++;
        return true;
    }

    void Expect(SelectorTokenKind kind, string message)
    {
        if (!Take(kind)) throw new SelectorSyntaxException(message, Peek.Position);
    }
}
