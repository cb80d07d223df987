using System.Data.Common;
using System.Globalization;

namespace PoppyUniverse.Storage.Stores;

/// <summary>Statements with named parameters, on either database.</summary>
internal static class DbCommands
{
    public static DbCommand CommandOf(this DbConnection connection, string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public static async Task<int> ExecuteAsync(this DbConnection connection, string sql, (string Name, object Value)[] parameters, CancellationToken cancellation)
    {
        using var command = connection.CommandOf(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The first number of the first row; null when there is none.</summary>
    public static async Task<long?> ScalarAsync(this DbConnection connection, string sql, (string Name, object Value)[] parameters, CancellationToken cancellation)
    {
        using var command = connection.CommandOf(sql, parameters);
        var value = await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false);
        return value is null or DBNull ? null : Convert.ToInt64(value, CultureInfo.InvariantCulture);
    }
}
