namespace Merlon.Apis.CalicoV3;

/// <summary>What a staged policy would do with the enforced policy of its name.</summary>
public enum StagedAction
{
    /// <summary>Replace or create it.</summary>
    Set,

    /// <summary>Remove it.</summary>
    Delete,

    /// <summary>Nothing: it only watches traffic.</summary>
    Learn,

    /// <summary>Nothing.</summary>
    Ignore,
}
