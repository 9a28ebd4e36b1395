using Merlon.Policies.Firewalls;

namespace Merlon.Apis.Iptables;

/// <summary>Reads the target of a rule, and the options that belong to it.</summary>
sealed class TargetReader(RuleDraft draft)
{
    string? _name;

    public void Read(ShellWord word, bool forGood)
    {
        if (_name is not null) draft.Fail("a rule has one target", word);
        _name = word.Text;
        var known = word.Text == "MARK" ? new FirewallTarget.Continue() : IptablesNames.Target(word.Text);
        if (forGood && known is not null) draft.Fail($"`-g` leads to a chain, and `{word}` is a target", word);
        draft.Target = known ?? new FirewallTarget.Jump(word.Text, forGood);
        if (known is not null and not (FirewallTarget.Drop or FirewallTarget.Return)) draft.OwnerOfUnknown = word.Text;
    }

    /// <summary>Reads an option of the target; false where it has no such option.</summary>
    public bool TryRead(ShellWord option, WordCursor cursor)
    {
        switch (_name, option.Text)
        {
            case ("REJECT", "--reject-with"):
                if (!cursor.TryValue(out _)) draft.Fail("`--reject-with` needs a value", option);
                return true;
            case ("MARK", "--set-mark" or "--set-xmark" or "--and-mark" or "--or-mark" or "--xor-mark"):
                if (!cursor.TryValue(out var value)) draft.Fail($"`{option}` needs a value", option);
                else if (MatchReader.TryMark(value.Text, out var mark, out var mask))
                {
                    draft.Target = Mark(option.Text, mark, mask);
                }
                else draft.Fail($"`{value}` is not a mark such as 0x4000/0x4000", value);
                return true;
            // What a new connection remembers is no mark at all.
            case ("CONNMARK", "--restore-mark"):
                draft.Target = new FirewallTarget.SetMark(0, 0);
                return true;
            default:
                return false;
        }
    }

    static FirewallTarget.SetMark Mark(string option, uint mark, uint mask) => option switch
    {
        "--set-mark" => new FirewallTarget.SetMark(~(mask | mark), mark),
        "--set-xmark" => new FirewallTarget.SetMark(~mask, mark),
        "--and-mark" => new FirewallTarget.SetMark(mark, 0),
        "--or-mark" => new FirewallTarget.SetMark(~mark, mark),
        "--xor-mark" => new FirewallTarget.SetMark(uint.MaxValue, mark),
        _ => throw new InvalidOperationException($"{option} sets no mark."),
    };
}
