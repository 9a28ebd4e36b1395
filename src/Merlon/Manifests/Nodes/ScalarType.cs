namespace Merlon.Manifests.Nodes;

/// <summary>What a scalar becomes in JSON.</summary>
enum ScalarType
{
    Null,
    Boolean,
    Integer,
    Float,
    String,
}
