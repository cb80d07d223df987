using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Tests.Csv;

public sealed class StrengthScaleTests
{
    [Theory]
    [InlineData("0.5..5", new[] { 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5 }, new byte[] { 1, 1, 2, 2, 3, 3, 4, 4, 5, 5 })]
    [InlineData("1..10", new double[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, new byte[] { 1, 1, 2, 2, 3, 3, 4, 4, 5, 5 })]
    [InlineData("1..5", new double[] { 1, 2, 3, 4, 5 }, new byte[] { 1, 2, 3, 4, 5 })]
    [InlineData("0..100", new[] { 0, 19.9, 20, 60, 100 }, new byte[] { 1, 1, 2, 4, 5 })]
    [InlineData("-10..10", new[] { -10, -6, 0, 9.9, 10, 10.1, double.NaN }, new byte[] { 1, 2, 3, 5, 5, 0, 0 })]
    public void StrengthOf_FiveBands_AreEquallyWide(string text, double[] ratings, byte[] expected)
    {
        Assert.True(StrengthScale.TryParse(text, out var scale));
        Assert.Equal(expected, ratings.Select(scale!.StrengthOf));
        Assert.Equal(text, scale.ToString());
    }

    [Theory]
    [InlineData("5")]
    [InlineData("5..1")]
    [InlineData("1..1")]
    [InlineData("a..b")]
    [InlineData("1..Infinity")]
    public void TryParse_NoScale_IsRefused(string text) => Assert.False(StrengthScale.TryParse(text, out _));

    [Theory]
    [InlineData("user", "The mapping is \"user\"; expected user, type, value, strength, time = a column, or type or time == a constant.")]
    [InlineData("who=x", "The mapping is \"who=x\"; expected user, type, value, strength, time = a column, or type or time == a constant.")]
    [InlineData("user==7", "user cannot be the same in every row; expected user=COLUMN.")]
    [InlineData("time==noon", "The constant of time is \"noon\"; expected yyyy-MM-dd HH:mm:ss[.ffffff], ISO 8601, or Unix seconds or milliseconds.")]
    [InlineData("type==", "The constant of type is empty.")]
    public void ColumnNames_WrongMapping_IsTold(string mapping, string expected) =>
        Assert.Equal(expected, Assert.Throws<FormatException>(() => ColumnNames.Parse([mapping])).Message);
}
