using System.CommandLine;
using Merlon.Model;

namespace Merlon.Cli.Input;

/// <summary>The addresses of names outside the cluster, which rules with domain names need.</summary>
sealed class DnsOptions
{
    readonly Option<string[]> _dns = new("--dns")
    {
        Description = "The addresses of a name outside the cluster, for rules with domainNames.",
        HelpName = "NAME=ADDRESS,…",
        Arity = ArgumentArity.OneOrMore,
    };

    readonly Option<string> _file = new("--dns-file")
    {
        Description = "The same from a file, one NAME=ADDRESS,… a line; # begins a comment.",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_dns);
        command.Options.Add(_file);
    }

    /// <summary>The table; what is wrong is added to the errors.</summary>
    public DomainTable Read(ParseResult arguments, Terminal terminal, List<string> errors)
    {
        var entries = new List<KeyValuePair<string, IpAddress>>();
        foreach (var text in arguments.GetValue(_dns) ?? []) Add(text, "", entries, errors);
        if (arguments.GetValue(_file) is { } file) AddFile(file, terminal, entries, errors);
        return new DomainTable(entries);
    }

    static void AddFile(
        string file, Terminal terminal, List<KeyValuePair<string, IpAddress>> entries, List<string> errors)
    {
        var path = Path.GetFullPath(file, terminal.Folder);
        if (!File.Exists(path))
        {
            errors.Add($"no such file: `{file}`");
            return;
        }
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var text = line.Split('#')[0].Trim();
            if (text.Length > 0) Add(text, $" ({file}:{number})", entries, errors);
        }
    }

    static void Add(
        string text, string where, List<KeyValuePair<string, IpAddress>> entries, List<string> errors)
    {
        if (text.Split('=') is not [var name, var addresses]
            || !DomainPattern.TryParse(name.Trim(), out var pattern) || pattern.IsWildcard)
        {
            errors.Add($"`{text}` is not NAME=ADDRESS,… with a name such as example.com{where}");
            return;
        }
        foreach (var part in addresses.Split(',', StringSplitOptions.TrimEntries))
        {
            if (IpAddress.TryParse(part, out var address)) entries.Add(new(pattern.Name, address));
            else errors.Add($"`{part}` is not an IP address{where}");
        }
    }
}
