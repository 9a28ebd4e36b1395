using Merlon.Diagnostics;

namespace Merlon.Linting.Fixes;

/// <summary>Finds the text that an edit means. What it cannot change without losing a comment, it leaves alone.</summary>
sealed class EditWriter(SyntaxTree tree, int firstLine)
{
    /// <summary>The changes of all edits of a fix; null where one of them cannot be made.</summary>
    public IReadOnlyList<TextChange>? Write(Fix fix)
    {
        var changes = new List<TextChange>();
        foreach (var edit in fix.Edits)
        {
            if (Write(edit) is not { } change || changes.Any(other => other.Overlaps(change))) return null;
            changes.Add(change);
        }
        return changes;
    }

    TextChange? Write(Edit edit)
    {
        var (line, column) = (edit.At.Line - firstLine + 1, edit.At.Column);
        return edit switch
        {
            Edit.RemoveElement => Remove(line, column),
            Edit.SetValue set => SetValue(line, column, set.Text),
            Edit.SetField set => MappingAt(line, column) is { } owner ? SetField(owner, set.Name, set.Text) : null,
            Edit.AddElement add => MappingAt(line, column) is { } owner ? AddElement(owner, add.Name, add.Text) : null,
            Edit.RenameKey rename => Rename(line, column, rename.Name),
            _ => throw new InvalidOperationException($"A {edit.GetType().Name} is no edit that can be written."),
        };
    }

    // A block mapping starts where its first key does.
    SyntaxNode? MappingAt(int line, int column)
    {
        var mappings = tree.Root.All().Where(node => node.IsMapping).ToList();
        return mappings.LastOrDefault(node => node.Fields.Any(field => Stands(field.Key, line, column)))
            ?? mappings.LastOrDefault(node => Stands(node, line, column));
    }

    static bool Stands(SyntaxNode node, int line, int column) => node.Line == line && node.Column == column;

    TextChange? Remove(int line, int column)
    {
        var list = tree.Root.All()
            .LastOrDefault(node => node.IsSequence && node.Items.Any(item => Stands(item, line, column)));
        if (list is null || list.Items.Count < 2) return null;
        var index = list.Items.ToList().FindIndex(item => Stands(item, line, column));
        return list.IsFlow ? RemoveFlow(list, index) : RemoveBlock(list, list.Items[index]);
    }

    // With the comma before it; the first one with the comma behind it.
    static TextChange RemoveFlow(SyntaxNode list, int index) => index > 0
        ? new TextChange(list.Items[index - 1].End, list.Items[index].End, "")
        : new TextChange(list.Items[0].Start, list.Items[1].Start, "");

    TextChange? RemoveBlock(SyntaxNode list, SyntaxNode item)
    {
        var dashLine = item.Line;
        while (dashLine >= list.Line && !HasDash(dashLine, list.Column)) dashLine--;
        var start = tree.LineStart(dashLine);
        // A list in a list: its line is not its own.
        if (dashLine < list.Line || tree.Text[start..(start + list.Column - 1)].Trim(' ').Length > 0) return null;
        return new TextChange(start, tree.NextLine(Math.Max(item.End - 1, item.Start)), "");
    }

    bool HasDash(int line, int column)
    {
        var at = tree.LineStart(line) + column - 1;
        return at < tree.LineStart(line + 1) && tree.Text[at] == '-';
    }

    TextChange? SetValue(int line, int column, string text)
    {
        var value = tree.Root.All().LastOrDefault(node => node.IsFlow && Stands(node, line, column));
        if (value is null) return null;
        var gap = value.IsEmptyText && value.Start > 0 && tree.Text[value.Start - 1] is not ' ' ? " " : "";
        return new TextChange(value.Start, value.End, gap + text);
    }

    TextChange? Rename(int line, int column, string name)
    {
        var owner = MappingAt(line, column);
        var key = owner?.Fields.FirstOrDefault(field => Stands(field.Key, line, column)).Key;
        return key is null || owner![name] is not null ? null : new TextChange(key.Start, key.End, name);
    }

    TextChange? SetField(SyntaxNode owner, string name, string text)
    {
        foreach (var field in owner.Fields.Where(field => field.Key.Text == name))
        {
            var colon = tree.Text.IndexOf(':', field.Key.End);
            var end = field.Value.IsEmptyText ? colon + 1 : field.Value.End;
            return tree.Text.AsSpan(colon, end - colon).Contains('#') ? null : new TextChange(colon + 1, end, $" {text}");
        }
        return Add(owner, $"{name}: {text}");
    }

    // Behind the first field, where the eye looks for what belongs to it.
    TextChange? Add(SyntaxNode owner, string field)
    {
        if (owner.IsFlow)
        {
            return owner.Fields.Count == 0
                ? new TextChange(owner.Start + 1, owner.Start + 1, field)
                : InsertAfter(owner.Fields[^1], $", {field}");
        }
        if (owner.Fields.Count == 0) return null;
        var first = owner.Fields[0];
        return NewLine(first.Value.IsEmptyText ? first.Key.End : first.Value.End, owner.Column, field);
    }

    static TextChange? InsertAfter(SyntaxNode.Field last, string text) => last.Value.IsEmptyText
        ? null
        : new TextChange(last.Value.End, last.Value.End, text);

    // After the line that holds the last character before the offset, with whatever comment ends it.
    TextChange NewLine(int offset, int column, string text)
    {
        var at = tree.NextLine(Math.Max(offset - 1, 0));
        var line = new string(' ', column - 1) + text;
        var isOpen = at == tree.Text.Length && !tree.Text.EndsWith('\n');
        return new TextChange(at, at, isOpen ? $"\n{line}" : $"{line}\n");
    }

    TextChange? AddElement(SyntaxNode owner, string name, string text)
    {
        if (owner[name] is not { IsSequence: true, Items.Count: > 0 } list) return SetField(owner, name, $"[{text}]");
        return list.IsFlow
            ? new TextChange(list.Items[^1].End, list.Items[^1].End, $", {text}")
            : NewLine(list.End, list.Column, $"- {text}");
    }
}
