using Merlon.Model;

namespace Merlon.Policies;

/// <summary>
/// Whom a policy governs: an <see cref="EndpointSelector"/>, a <see cref="FormulaSelector"/> or a
/// <see cref="ProfileSubject"/>. A closed family, symbolic: which endpoints it means is resolved beside the model. Equal
/// when the canonical texts are.
/// </summary>
public abstract record Subject
{
    private protected Subject()
    {
    }

    public abstract bool Matches(Endpoint endpoint);

    /// <summary>Whether it governs an interface of a host.</summary>
    public virtual bool Matches(HostEndpoint host) => false;
}
