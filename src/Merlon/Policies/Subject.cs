using Merlon.Model;

namespace Merlon.Policies;

/// <summary>
/// Whom a policy governs: an <see cref="EndpointSelector"/> or a <see cref="FormulaSelector"/>. A closed family, symbolic:
/// which endpoints it means is resolved beside the model. Equal when the canonical texts are.
/// </summary>
public abstract record Subject
{
    private protected Subject()
    {
    }

    public abstract bool Matches(Endpoint endpoint);
}
