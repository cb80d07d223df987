namespace PoppyUniverse.Learning.Layer4;

/// <summary>All parameters that are trained together.</summary>
internal interface INetworkParameters
{
    /// <summary>The network's own.</summary>
    NetworkParameters Network { get; }

    /// <summary>Those and the head's, in the order they are saved.</summary>
    IEnumerable<NamedTensor> All { get; }
}
