using System.Text;
using Merlon.Manifests.Nodes;

namespace Merlon.Tests.Manifests.Nodes;

/// <summary>Writes trees as kubectl does: a line a value, lists as far left as their keys.</summary>
static class BlockYaml
{
    public static string Write(Node root)
    {
        var text = new StringBuilder();
        WriteBlock(text, root, 0, isBegun: false);
        return text.ToString();
    }

    static void WriteBlock(StringBuilder text, Node node, int indent, bool isBegun)
    {
        switch (node)
        {
            case MappingNode { Fields.Count: > 0 } mapping:
                foreach (var field in mapping.Fields)
                {
                    text.Append(' ', isBegun ? 0 : indent).Append(Scalar(field.Key, ScalarType.String)).Append(':');
                    isBegun = false;
                    WriteBelow(text, field.Value, indent);
                }
                break;
            case SequenceNode { Items.Count: > 0 } list:
                foreach (var item in list.Items)
                {
                    text.Append(' ', isBegun ? 0 : indent).Append("- ");
                    isBegun = false;
                    WriteBlock(text, item, indent + 2, isBegun: true);
                }
                break;
            default:
                text.Append(Single(node)).Append('\n');
                break;
        }
    }

    static void WriteBelow(StringBuilder text, Node value, int indent)
    {
        var isBlock = value is MappingNode { Fields.Count: > 0 } or SequenceNode { Items.Count: > 0 };
        text.Append(isBlock ? '\n' : ' ');
        WriteBlock(text, value, value is MappingNode ? indent + 2 : indent, isBegun: false);
    }

    static string Single(Node node) => node switch
    {
        MappingNode => "{}",
        SequenceNode => "[]",
        ScalarNode scalar => Scalar(scalar.Text, scalar.Type),
        _ => throw new InvalidOperationException($"A {node.GetType().Name} is no node."),
    };

    static string Scalar(string text, ScalarType type)
    {
        if (type != ScalarType.String) return text.Length == 0 ? "null" : text;
        var isSimple = text.Length > 0 && YamlScalar.Resolve(text) == ScalarType.String
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '/' or '-' or '_');
        return isSimple && text[0] is not ('-' or '.') ? text : $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"";
    }
}
