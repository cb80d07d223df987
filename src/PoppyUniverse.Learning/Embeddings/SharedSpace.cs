namespace PoppyUniverse.Learning.Embeddings;

/// <summary>
/// A space of D dimensions in which a model learned a vector for each value and for each user, so that their product is
/// what the model adds for a user and a value that belong together.
/// </summary>
public sealed class SharedSpace
{
    private readonly float[] _values;
    private readonly float[] _users;

    private SharedSpace(int dimensions, float[] values, float[] users) => (Dimensions, _values, _users) = (dimensions, values, users);

    /// <summary>D.</summary>
    public int Dimensions { get; }

    /// <summary>Values V of the model's catalog.</summary>
    public int ValueCount => _values.Length / Dimensions;

    /// <summary>Users U of the model.</summary>
    public int UserCount => _users.Length / Dimensions;

    /// <summary>All values' vectors, (V × D).</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>A value's vector, (D).</summary>
    public ReadOnlySpan<float> Value(int index) => _values.AsSpan(index * Dimensions, Dimensions);

    /// <summary>A user's vector, (D).</summary>
    public ReadOnlySpan<float> User(int index) => _users.AsSpan(index * Dimensions, Dimensions);

    /// <summary>
    /// Of what users pick: Layer 4's vectors of values, and of users their own part of the query, that of the product term as
    /// it is on average over hours and days; Layer 3's factors. Null when the model does not learn it so.
    /// </summary>
    public static SharedSpace? OfChoice(ITrainedModel model) => OfQueries(model) ?? Of(model, "choice.value.factor", "choice.user.factor", null);

    /// <summary>
    /// Of how much users like what they pick: the factors of Layer 4's product term, each scaled by the root of its weight in
    /// the expected Strength; Layer 3's factors. Null when the model does not learn it so.
    /// </summary>
    public static SharedSpace? OfStrength(ITrainedModel model) => Of(model, "value.factor", "user.factor", "factor.weight") ?? Of(model, "rating.value.factor", "rating.user.factor", null);

    private static SharedSpace? OfQueries(ITrainedModel model)
    {
        if (Of(model, "choice.value.vector", "choice.user.bias", null) is not { } space)
            return null;
        var tensors = model.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        if (!tensors.TryGetValue("choice.user.factor", out var factors))
            return space;
        var (hours, days, weights, width) = (tensors["choice.hour.factor"], tensors["choice.day.factor"], tensors["choice.factor.weight"], factors.Shape[1]);
        for (var d = 0; d < width; d++)
        {
            var time = (1 + Mean(hours, d)) * (1 + Mean(days, d));
            for (var user = 0; user < space.UserCount; user++)
            {
                var factor = factors.Data[(user * width) + d] * time;
                for (var k = 0; k < space.Dimensions; k++)
                    space._users[(user * space.Dimensions) + k] += factor * weights.Data[(d * space.Dimensions) + k];
            }
        }

        return space;
    }

    private static float Mean(NamedTensor table, int column)
    {
        var sum = 0f;
        for (var row = 0; row < table.Shape[0]; row++)
            sum += table.Data[(row * table.Shape[1]) + column];
        return sum / table.Shape[0];
    }

    private static SharedSpace? Of(ITrainedModel model, string values, string users, string? weights)
    {
        ArgumentNullException.ThrowIfNull(model);
        var tensors = model.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        if (!tensors.TryGetValue(values, out var value) || !tensors.TryGetValue(users, out var user) || value.Shape[1] != user.Shape[1])
            return null;
        var dimensions = value.Shape[1];
        var (valueScale, userScale) = Scales(dimensions, weights is null ? null : tensors.GetValueOrDefault(weights));
        return new(dimensions, Rows(value, model.Catalog.ValueCount, valueScale), Rows(user, model.Users.Count, userScale));
    }

    // u · diag(w) · v = (u √|w|) · (v √|w| sign w); the first output is the expected Strength
    private static (float[] OfValues, float[] OfUsers) Scales(int dimensions, NamedTensor? weights)
    {
        var (values, users) = (new float[dimensions], new float[dimensions]);
        for (var d = 0; d < dimensions; d++)
        {
            var weight = weights is null ? 1 : weights.Data[d * weights.Shape[1]];
            users[d] = MathF.Sqrt(MathF.Abs(weight));
            values[d] = weight < 0 ? -users[d] : users[d];
        }

        return (values, users);
    }

    // without the last row of a table, which stands for "unknown"
    private static float[] Rows(NamedTensor tensor, int count, float[] scale)
    {
        var rows = new float[count * scale.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = tensor.Data[i] * scale[i % scale.Length];
        return rows;
    }
}
