namespace PoppyUniverse.Storage.Importing;

/// <summary>Where a log comes from.</summary>
public enum ImportFormat
{
    /// <summary>MovieLens 100K: u.data (tab: user, item, rating, Unix seconds) and u.item (bar: id, title, …, 19 genre flags).</summary>
    MovieLens100k,

    /// <summary>MovieLens 1M: ratings.dat (UserID::MovieID::Rating::Timestamp) and movies.dat (MovieID::Title::Genre|Genre).</summary>
    MovieLens1m,

    /// <summary>Foursquare check-ins of Yang et al. (TSMC 2015): eight columns, tab or comma, with or without a header.</summary>
    FoursquareTsmc,

    /// <summary>Any CSV or Parquet file, by a map of its columns.</summary>
    Csv,
}
