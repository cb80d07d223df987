using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Stores;

namespace PoppyUniverse.Web.Live;

/// <summary>
/// A model as it is served. A request takes one and keeps it to its end, so that models can be swapped under load.
/// </summary>
/// <param name="Version">Its entry in the store.</param>
/// <param name="Model">The model.</param>
/// <param name="Erasures">Whom it has to forget, if it learned of them before they were erased.</param>
internal sealed record ServedModel(ModelVersion Version, ITrainedModel Model, Erasures Erasures)
{
    /// <summary>The model's index of a user who is trained and was not erased since, or <see cref="IdMap.Unknown"/>.</summary>
    public int TrainedIndex(string user)
    {
        var index = Model.Users.IndexOf(user);
        return index == IdMap.Unknown || Model.Statistics.UserCounts[index] == 0 || Erasures.Through(user) > Version.TrainedThrough ? IdMap.Unknown : index;
    }
}
