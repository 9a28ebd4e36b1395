using System.Collections.Immutable;
using System.CommandLine;
using Merlon.Assertions;
using Merlon.Files;

namespace Merlon.Cli.Input;

/// <summary>The option that names claims: assertions to be held against the packets of a lab.</summary>
sealed class ClaimOptions
{
    /// <summary>What the claims about a folder are called in it. It is no manifest.</summary>
    public const string FileName = ManifestFolder.ClaimsFile;

    readonly Option<string[]> _claims = new("--claims")
    {
        Description = "Assertions, as `merlon test` reads them: say of each whether the packets bear it out. "
            + $"Default: {FileName} in the folders of PATH.",
        HelpName = "FILE",
    };

    public void AddTo(Command command) => command.Options.Add(_claims);

    /// <summary>The claims; none where nobody made any, null where they cannot be read, which is told.</summary>
    public ImmutableArray<Assertion>? Read(ParseResult arguments, Terminal terminal, IEnumerable<string> paths)
    {
        var files = arguments.GetValue(_claims) is { Length: > 0 } named
            ? named
            : [.. paths.Select(path => Path.Combine(path, FileName)).Where(file => File.Exists(Path.GetFullPath(file, terminal.Folder)))];
        return files.Length == 0 ? [] : AssertionFiles.Read(files, terminal);
    }
}
