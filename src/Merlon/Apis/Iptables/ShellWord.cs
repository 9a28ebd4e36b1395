namespace Merlon.Apis.Iptables;

/// <summary>A word of a command line, without its quotes.</summary>
/// <param name="Text">The word; where the shell would fill something in, as written.</param>
/// <param name="Line">Where it starts, from 1.</param>
/// <param name="Column">Where it starts, from 1.</param>
/// <param name="IsKnown">Whether it holds nothing that only a running shell knows.</param>
readonly record struct ShellWord(string Text, int Line, int Column, bool IsKnown)
{
    public override string ToString() => Text;
}
