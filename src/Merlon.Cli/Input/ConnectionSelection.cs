using Merlon.Connectivity;
using Merlon.Connectivity.Groups;
using Merlon.Model;
using Merlon.Questions;

namespace Merlon.Cli.Input;

/// <summary>Which connections are asked about.</summary>
sealed record ConnectionSelection(EndSelection From, EndSelection To, EndSelection? Namespace, PortQuestion? Port)
{
    public IEnumerable<ConnectionRow> Of(IEnumerable<ConnectionRow> rows) =>
        from row in rows
        where From.Means(row.From) && To.Means(row.To)
            && (Namespace is null || Namespace.Means(row.From) || Namespace.Means(row.To))
        let opening = Only(row.Opening)
        where !opening.IsNone
        select row with { Opening = opening };

    /// <summary>The groups; with a namespace those that begin in it, then those that only end in it.</summary>
    public IReadOnlyList<ConnectionGroup> Of(ConnectionGroups groups)
    {
        var found = Namespace is null
            ? groups.Between(From.Filter, To.Filter)
            : groups.Between(From.And(Namespace).Filter, To.Filter)
                .Concat(groups.Between(From.AndNot(Namespace).Filter, To.And(Namespace).Filter));
        return
        [
            .. found.Select(group => group with { Opening = Only(group.Opening) }).Where(group => !group.Opening.IsNone),
        ];
    }

    Opening Only(Opening opening) => Port is null ? opening : opening.Only(Port.Protocol ?? Protocol.Tcp, Port.Number);
}
