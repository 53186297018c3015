using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;

namespace LowRank.Verify.Cli.Output;

/// <summary>The section of <c>bounds</c> and <c>jacobian</c> on ONNX Runtime.</summary>
internal static class RuntimeText
{
    private const int Digits = 3;

    /// <summary>Writes the section, where it was asked for.</summary>
    /// <param name="invocation">Where to.</param>
    /// <param name="comparison">The comparison.</param>
    /// <param name="margins">The certified margins, where there are labels.</param>
    public static void Write(Invocation invocation, RuntimeComparison? comparison, MarginAssessment? margins)
    {
        if (comparison is null)
        {
            return;
        }

        invocation.Line();
        invocation.Line("ONNX Runtime");
        string level = comparison.Options.Level == Networks.Execution.OnnxRuntimeLevel.Default ? "the library's default optimisation level"
            : $"optimisation level {Word(comparison.Options.Level)}";
        string options = $"{level}, provider {Word(comparison.Options.Provider)}";
        switch (comparison)
        {
            case RuntimeComparison.Failed failed:
                invocation.Line($"  asked for        {options}");
                invocation.Line($"  not run          {failed.Reason}");
                break;
            case RuntimeComparison.Measured measured:
                invocation.Line($"  run by           {measured.Runtime}, {options}, in "
                    + $"{measured.Precision}{(measured.RoundsInputs ? "; the data is rounded to that first" : string.Empty)}");
                Scores(invocation, measured);
                Margins(invocation, measured, margins);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(comparison));
        }
    }

    // As the options are typed.
    private static string Word(Enum option) => option.ToString().ToLowerInvariant();

    private static void Scores(Invocation invocation, RuntimeComparison.Measured measured)
    {
        string relative = measured.Relative is { } share ? $", {Text(share)} of the largest score" : string.Empty;
        string exact = measured.IsCertified ? "the certified scores" : "the scores in double precision";
        invocation.Line($"  difference d     {Text(measured.Difference)} from {exact} at most{relative} (sample {measured.Sample}, class "
            + $"{measured.Class})");
        if (measured.ChangedClasses is { } changed)
        {
            invocation.Line($"  changed classes  {changed} of {measured.Samples} samples get another class");
        }
    }

    private static void Margins(Invocation invocation, RuntimeComparison.Measured measured, MarginAssessment? margins)
    {
        if (measured.WithinReach is { } reach)
        {
            invocation.Line($"  margins          move by at most 2d = {Text(Interval.Of(measured.MarginChange))}: {reach} of "
                + $"{measured.Samples} samples have their two largest scores within that");
        }

        if (measured.BelowWithChange is { } below && margins is not null)
        {
            invocation.Line($"  margin risk      the runtime's at gamma is at most R_gamma+2d = "
                + $"{AssessmentText.Fraction(below, measured.Samples)} ({below} samples; {margins.Below} with margin at most gamma)");
        }
    }

    private static string Text(Interval value) => value.UpperDecimal(Digits);
}
