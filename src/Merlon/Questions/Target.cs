using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Questions;

/// <summary>What a question means by a name. A closed family.</summary>
public abstract record Target
{
    private protected Target()
    {
    }

    /// <summary>One endpoint, or all pods of a workload.</summary>
    public sealed record Known(string Name, ImmutableArray<Endpoint> Endpoints) : Target
    {
        public override string ToString() => Name;
    }

    /// <summary>One address, whoever has it.</summary>
    public sealed record At(IpAddress Address) : Target
    {
        public override string ToString() => Address.ToString();
    }

    /// <summary>Every address of a block.</summary>
    public sealed record Within(Cidr Block) : Target
    {
        public override string ToString() => Block.ToString();
    }

    /// <summary>A Service, and so each of its backends.</summary>
    public sealed record Behind(Service Service) : Target
    {
        public override string ToString() => Service.ToString();
    }
}
