namespace Merlon.Evaluation.Firewalls;

/// <summary>Whether a condition holds, as far as it can be known. Ordered.</summary>
enum Chance
{
    No,
    Maybe,
    Yes,
}
