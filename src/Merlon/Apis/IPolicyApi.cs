using Merlon.Manifests;
using Merlon.Policies;
using Merlon.Resources;

namespace Merlon.Apis;

/// <summary>
/// One policy API: reads its objects and compiles them to the one model. The only extension point of the library; the
/// implementations are listed in <see cref="PolicyApis"/>.
/// </summary>
interface IPolicyApi
{
    /// <summary>Whether objects of this type are its own.</summary>
    bool Reads(ObjectType type);

    /// <summary>
    /// Reads an object, and reports into its context everything that the API server would refuse. Null where it has no
    /// name.
    /// </summary>
    PolicyResource? Read(ObjectValue root, ObjectType type);

    /// <summary>The tiers of its policies; policies of other APIs are not its concern.</summary>
    /// <param name="policies">All policies.</param>
    /// <param name="memory">What was compiled before, and is not again.</param>
    IEnumerable<Tier> Compile(IEnumerable<PolicyResource> policies, PolicyMemory memory);
}
