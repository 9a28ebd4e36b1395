using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Apis.Iptables;

/// <summary>Reads the conditions and the target of a rule: the options that every rule can have.</summary>
sealed class RuleReader(RuleDraft draft)
{
    readonly MatchReader _matches = new(draft);
    readonly TargetReader _targets = new(draft);

    /// <summary>Reads an option and its values.</summary>
    /// <param name="option">The option.</param>
    /// <param name="isNegated">Whether <c>!</c> stands before it.</param>
    /// <param name="cursor">Behind the option.</param>
    public void Read(ShellWord option, bool isNegated, WordCursor cursor)
    {
        // The old form: the sign before the value.
        isNegated ^= cursor.TryTake("!");
        switch (option.Text)
        {
            case "-p" or "--protocol" or "--proto": Value(option, cursor, word => Protocol(word, isNegated)); break;
            case "-s" or "--source" or "--src":
                Value(option, cursor, word => Addresses(word, PacketEnd.Source, isNegated));
                break;
            case "-d" or "--destination" or "--dst":
                Value(option, cursor, word => Addresses(word, PacketEnd.Destination, isNegated));
                break;
            case "-i" or "--in-interface":
                Value(option, cursor, word => Interface(word, PacketEnd.Source, isNegated));
                break;
            case "-o" or "--out-interface":
                Value(option, cursor, word => Interface(word, PacketEnd.Destination, isNegated));
                break;
            case "-f" or "--fragment" when draft.Family == IpFamily.IPv4:
                draft.Add(new FirewallMatch.Fragment(isNegated));
                break;
            case "-m" or "--match": Value(option, cursor, _matches.Load); break;
            case "-j" or "--jump": Value(option, cursor, word => _targets.Read(word, forGood: false)); break;
            case "-g" or "--goto": Value(option, cursor, word => _targets.Read(word, forGood: true)); break;
            case "-c" or "--set-counters":
                cursor.TryValue(out _);
                cursor.TryValue(out _);
                break;
            default:
                if (!_matches.TryRead(option, isNegated, cursor) && !_targets.TryRead(option, cursor))
                {
                    Unknown(option, cursor);
                }
                break;
        }
    }

    // An extension that is not understood may own any option; without one, nobody does.
    void Unknown(ShellWord option, WordCursor cursor)
    {
        if (draft.OwnerOfUnknown is null)
        {
            draft.Fail(
                option.Text.StartsWith('-')
                    ? $"iptables knows no option `{option}` here"
                    : $"`{option}` belongs to no option: iptables refuses the command",
                option);
        }
        while (cursor.TryValue(out _))
        {
        }
    }

    void Value(ShellWord option, WordCursor cursor, Action<ShellWord> read)
    {
        if (!cursor.TryValue(out var word)) draft.Fail($"`{option}` needs a value", option);
        else if (word.IsKnown) read(word);
        else if (option.Text is "-j" or "--jump" or "-g" or "--goto")
        {
            draft.Doubt(word, new FirewallMatch.Unknowable($"`{word}`, which the shell fills in"));
            draft.Target = new FirewallTarget.Unknowable($"target `{word}`, which the shell fills in");
            draft.OwnerOfUnknown = word.Text;
        }
        else
        {
            draft.Doubt(word, new FirewallMatch.Unknowable($"`{word}`, which the shell fills in"));
            if (option.Text is "-m" or "--match") draft.OwnerOfUnknown = word.Text;
        }
    }

    void Protocol(ShellWord word, bool isNegated)
    {
        var name = word.Text.ToLowerInvariant();
        if (name is "all" or "0")
        {
            if (isNegated) draft.Fail($"`! -p {word}` can never match", word);
            return;
        }
        if (IptablesNames.ProtocolNumber(name) is not { } number)
        {
            draft.Fail($"`{word}` is not a protocol that iptables knows", word);
            return;
        }
        if (!isNegated) draft.Protocol = new Protocol(number);
        draft.Add(new FirewallMatch.OfProtocol(new Protocol(number), isNegated));
    }

    void Addresses(ShellWord word, PacketEnd end, bool isNegated)
    {
        var list = end == PacketEnd.Source ? draft.Sources : draft.Destinations;
        var texts = word.Text.Split(',');
        if (list.Count > 0) draft.Fail("an address of this end stands twice in the rule", word);
        if (isNegated && texts.Length > 1) draft.Fail("`!` cannot stand before a list of addresses", word);
        foreach (var text in texts)
        {
            if (AddressWords.Read(text, end, draft.Family, isNegated, out var error) is { } match) list.Add(match);
            else if (AddressWords.IsPlaceholder(text)) draft.Fail(DiagnosticCodes.CidrPlaceholder, error!, word);
            else draft.Fail(error!, word);
            if (list is [.., FirewallMatch.Unknowable unknown])
            {
                draft.Fail(
                    DiagnosticCodes.IptablesUnread,
                    $"the rule depends on {unknown.What}: a verdict that turns on it is unknown.",
                    word);
            }
        }
    }

    void Interface(ShellWord word, PacketEnd end, bool isNegated)
    {
        if (word.Text.Length > 15) draft.Fail($"`{word}` is longer than the name of an interface can be", word);
        draft.Add(word.Text.EndsWith('+')
            ? new FirewallMatch.Interface(end, word.Text[..^1], IsPrefix: true, isNegated)
            : new FirewallMatch.Interface(end, word.Text, IsPrefix: word.Text.Length == 0, isNegated));
    }
}
