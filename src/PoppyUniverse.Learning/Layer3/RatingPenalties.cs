namespace PoppyUniverse.Learning;

/// <summary>
/// κ of each kind of biases, the imagined rows that draw them toward zero; null where groups do not differ, so that they have
/// no bias.
/// </summary>
/// <param name="User">Of users.</param>
/// <param name="UserWeekPart">Of users on workdays and on weekends.</param>
/// <param name="Value">Of values.</param>
/// <param name="ValueDayPart">Of values in the parts of a day.</param>
/// <param name="Hour">Of hours of the day.</param>
public sealed record RatingPenalties(double? User, double? UserWeekPart, double? Value, double? ValueDayPart, double? Hour);
