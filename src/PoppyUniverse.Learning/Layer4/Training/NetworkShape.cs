using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Sizes of a network as kernels see them: widths rounded up to groups of 16, the rest filled with zeros.</summary>
internal sealed class NetworkShape
{
    private NetworkShape(NetworkOptions options, EmbeddingSizes sizes, int outputs)
    {
        Sizes = sizes;
        Factors = options.Factors;
        Outputs = outputs;
        UserWidth = Padded(sizes.User);
        FactorWidth = Padded(options.Factors);
        OutputWidth = Padded(outputs);
        UserFactors = UserWidth + OutputWidth;
        UserRow = UserFactors + FactorWidth;
        Hidden = [.. options.Hidden.Select(Padded)];
    }

    public EmbeddingSizes Sizes { get; }

    /// <summary>Size of the product term.</summary>
    public int Factors { get; }

    /// <summary>True number of outputs.</summary>
    public int Outputs { get; }

    /// <summary>Known values; row <see cref="Values"/> is the unknown one. 0 when the value is not an input.</summary>
    public int Values { get; private init; }

    public int Types { get; private init; }

    /// <summary>Whether the value (and its type) is an input; a network without tells nothing values apart.</summary>
    public bool TakesValue { get; private init; }

    /// <summary>Padded width of a user's embedding; a user row is embedding, output bias, factors.</summary>
    public int UserWidth { get; }

    /// <summary>Where the output bias stands in a user row.</summary>
    public int UserBias => UserWidth;

    /// <summary>Where the factors stand in a user row.</summary>
    public int UserFactors { get; }

    /// <summary>Padded width of the product term.</summary>
    public int FactorWidth { get; }

    /// <summary>Padded width of the outputs.</summary>
    public int OutputWidth { get; }

    /// <summary>Floats of a user row: embedding, output bias, factors.</summary>
    public int UserRow { get; }

    /// <summary>Floats of a user row, from its start, that learn; the rest are factors that stay where they are.</summary>
    public int LearnedUserRow => FixesFactors ? UserFactors : UserRow;

    /// <summary>
    /// What learns of a user row, and whether weight decay draws it to zero. Output biases of ratings start where shrinkage
    /// puts them and are left there; those of queries are vectors that start from nothing.
    /// </summary>
    public (int Start, int End, bool Decays)[] UserParts =>
    [
        (0, UserBias, true), (UserBias, UserFactors, !TakesValue), .. FixesFactors ? [] : new[] { (UserFactors, UserRow, true) },
    ];

    /// <summary>
    /// Whether the factors of the product term stay where they start, so that only their weights learn: they come in closed
    /// form (<see cref="TasteStart"/>), each as far from zero as its rows allow, and steps of one size would undo that.
    /// </summary>
    public bool FixesFactors { get; private init; }

    /// <summary>Whether the outputs fit into half a vector, so that products with them take two chains an output.</summary>
    public bool HasFewOutputs => Outputs <= PairProduct.MostColumns;

    /// <summary>Padded widths of the hidden layers.</summary>
    public int[] Hidden { get; }

    /// <summary>Type of each value; the unknown value has the unknown type.</summary>
    public int[] TypeOfValue { get; private init; } = [0];

    /// <summary>The network that rates values.</summary>
    public static NetworkShape ForRating(NetworkOptions options, Catalog catalog) => new(options, options.Embeddings, NetworkParameters.RatingOutputs)
    {
        Values = catalog.ValueCount, Types = catalog.TypeCount, TakesValue = true, FixesFactors = TasteStart.IsFor(options, catalog), TypeOfValue = [.. catalog.TypeOfValue, catalog.TypeCount],
    };

    /// <summary>The network that makes queries for the choice of a value.</summary>
    public static NetworkShape ForQueries(ChoiceNetworkOptions options) =>
        new(options, options.Embeddings with { Type = 0, Value = 0 }, options.VectorSize);

    public static int Padded(int width) =>
        (width + MatrixProduct.ColumnGroup - 1) / MatrixProduct.ColumnGroup * MatrixProduct.ColumnGroup;
}
