using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Recommending;
using PoppyUniverse.Web.Contracts;

namespace PoppyUniverse.Web.Live;

/// <summary>Answers for users, with all that is known of them this moment.</summary>
internal sealed class Recommendations(LiveModel live)
{
    /// <summary>What a user would like.</summary>
    /// <param name="request">Whom, when, how many; the type is one of the model's.</param>
    /// <param name="at">The moment, as it was asked for.</param>
    /// <param name="served">The model that the request was checked against.</param>
    public RecommendationAnswer Answer(RecommendationRequest request, DateTimeOffset at, ServedModel served)
    {
        var (view, level) = View(request.User, served);
        // an erased user has still an index in the model, which the empty id has not
        var list = new Recommender(view, level).Recommend(level == BackOffLevel.Prior ? request with { User = "" } : request);
        return new(request.User, at, list.Level, served.Version.Version, list.Items);
    }

    /// <summary>What an answer for a user would rest on.</summary>
    public BackOffLevel LevelOf(string user) => View(user, live.Served).Level;

    /// <summary>The model with the user's new interactions folded in.</summary>
    public (IRecommender View, BackOffLevel Level) View(string user, ServedModel served)
    {
        var folded = live.Users.Find(user)?.View(served);
        var trained = served.TrainedIndex(user) != IdMap.Unknown;
        return (folded ?? served.Model, trained ? BackOffLevel.KnownUser : folded is not null ? BackOffLevel.FoldIn : BackOffLevel.Prior);
    }
}
