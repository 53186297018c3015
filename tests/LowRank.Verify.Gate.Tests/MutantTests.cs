using LowRank.Verify.Mutants;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>
/// Every slip is caught by the test named here, by value or by the property alone; the list stands in tests/mutants/README.md.
/// </summary>
public sealed class MutantTests
{
    private static readonly GateOptions Quick = new() { ValueCases = 30, PropertyCases = 12, ShrinkBudget = 150 };

    private static readonly Dictionary<string, Func<IImplementation, Mutant>> All = new(StringComparer.Ordinal)
    {
        [nameof(AbsoluteMargin)] = honest => new AbsoluteMargin(honest),
        [nameof(AlternatingState)] = honest => new AlternatingState(honest),
        [nameof(BinaryLogarithm)] = honest => new BinaryLogarithm(honest),
        [nameof(Breakdown)] = honest => new Breakdown(honest),
        [nameof(ColumnsForRows)] = honest => new ColumnsForRows(honest),
        [nameof(EigenvaluesForSingularValues)] = honest => new EigenvaluesForSingularValues(honest),
        [nameof(FallsWithRank)] = honest => new FallsWithRank(honest),
        [nameof(FixedDepth)] = honest => new FixedDepth(honest),
        [nameof(Float32Accumulation)] = honest => new Float32Accumulation(honest),
        [nameof(FrobeniusForSpectral)] = honest => new FrobeniusForSpectral(honest),
        [nameof(LostSquare)] = honest => new LostSquare(honest),
        [nameof(MaximumRank)] = honest => new MaximumRank(honest),
        [nameof(MissingRootOfSamples)] = honest => new MissingRootOfSamples(honest),
        [nameof(NormPerBatch)] = honest => new NormPerBatch(honest),
        [nameof(NotANumber)] = honest => new NotANumber(honest),
        [nameof(NumericalRankOfTheTranspose)] = honest => new NumericalRankOfTheTranspose(honest),
        [nameof(PowerIteration)] = honest => new PowerIteration(honest),
        [nameof(RememberedByShape)] = honest => new RememberedByShape(honest),
        [nameof(SpuriousNorm)] = honest => new SpuriousNorm(honest),
        [nameof(SwappedExponent)] = honest => new SwappedExponent(honest),
        [nameof(UnsortedPercentile)] = honest => new UnsortedPercentile(honest),
        [nameof(UnusedMargin)] = honest => new UnusedMargin(honest),
        [nameof(UnusedReference)] = honest => new UnusedReference(honest),
        [nameof(WidthOfTheWrongSide)] = honest => new WidthOfTheWrongSide(honest),
        [nameof(WrongExponent)] = honest => new WrongExponent(honest),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [InlineData(nameof(WrongExponent), Verdict.TooHigh, Verdict.TooLow)]
    [InlineData(nameof(SwappedExponent), Verdict.TooHigh, Verdict.TooLow)]
    [InlineData(nameof(FrobeniusForSpectral), Verdict.TooHigh, Verdict.TooHigh)]
    [InlineData(nameof(LostSquare), Verdict.TooLow, Verdict.TooLow)]
    [InlineData(nameof(EigenvaluesForSingularValues), Verdict.TooHigh, Verdict.TooLow)]
    [InlineData(nameof(ColumnsForRows), Verdict.TooHigh, Verdict.TooLow)]
    [InlineData(nameof(Float32Accumulation), Verdict.TooHigh, Verdict.TooLow)]
    [InlineData(nameof(MaximumRank), Verdict.TooHigh, Verdict.TooHigh)]
    [InlineData(nameof(BinaryLogarithm), Verdict.TooHigh, Verdict.TooHigh)]
    [InlineData(nameof(MissingRootOfSamples), Verdict.TooHigh, Verdict.TooHigh)]
    [InlineData(nameof(UnusedMargin), Verdict.TooHigh, Verdict.TooLow)]
    [InlineData(nameof(UnusedReference), Verdict.TooHigh, Verdict.TooLow)]
    [InlineData(nameof(WidthOfTheWrongSide), Verdict.TooHigh, Verdict.TooLow)]
    [InlineData(nameof(PowerIteration), Verdict.TooLow, Verdict.TooLow)]
    [InlineData(nameof(FallsWithRank), Verdict.TooLow, Verdict.TooLow)]
    [InlineData(nameof(FixedDepth), Verdict.TooHigh, Verdict.TooLow)]
    [InlineData(nameof(NumericalRankOfTheTranspose), Verdict.TooHigh, Verdict.TooHigh)]
    [InlineData(nameof(Breakdown), Verdict.Crash, Verdict.Crash)]
    [InlineData(nameof(NotANumber), Verdict.Error, Verdict.Error)]
    [InlineData(nameof(SpuriousNorm), Verdict.TooHigh, Verdict.TooLow)]
    [InlineData(nameof(NormPerBatch), Verdict.TooHigh, Verdict.TooHigh)]
    [InlineData(nameof(UnsortedPercentile), Verdict.TooHigh, Verdict.TooHigh)]
    [InlineData(nameof(AbsoluteMargin), Verdict.TooHigh, Verdict.TooHigh)]
    public void Slip_is_caught_by_value(string name, Verdict one, Verdict other)
    {
        Mutant mutant = All[name](Bench.Honest());
        RunReport report = Bench.Run(mutant, Quick with { Oracles = mutant.Oracle, PropertyCases = 0 });
        Assert.Equal(1, report.Findings().ExitStatus);
        HashSet<Verdict> found = [.. report.Cases.Where(r => r.Verdict.IsFailure() && r.Property == "value").Select(r => r.Verdict)];
        Assert.NotEmpty(found);
        Assert.All(found, verdict => Assert.True(verdict == one || verdict == other, verdict.Name()));
    }

    [Theory]
    [InlineData(nameof(WrongExponent), "homogeneous in")]
    [InlineData(nameof(EigenvaluesForSingularValues), "homogeneous in")]
    [InlineData(nameof(PowerIteration), "unchanged by flip-signs")]
    [InlineData(nameof(MissingRootOfSamples), "m times 4")]
    [InlineData(nameof(UnusedMargin), "homogeneous in")]
    [InlineData(nameof(FallsWithRank), "nondecreasing in r")]
    [InlineData(nameof(WidthOfTheWrongSide), "at most pinto2025/theorem-7")]
    [InlineData(nameof(NumericalRankOfTheTranspose), "unchanged by transpose")]
    [InlineData(nameof(SpuriousNorm), "U_spectral times c, V_spectral times c")]
    [InlineData(nameof(NormPerBatch), "every sample of X twice")]
    [InlineData(nameof(NormPerBatch), "the order of the samples of X")]
    [InlineData(nameof(UnsortedPercentile), "the order of the samples of margins")]
    [InlineData(nameof(AbsoluteMargin), "nondecreasing in margins")]
    public void Slip_is_caught_by_a_property_alone(string name, string property)
    {
        Mutant mutant = All[name](Bench.Honest());
        RunReport report = Bench.Run(mutant, Quick with
        {
            Oracles = mutant.Oracle,
            ValueCases = 0,

            // one of nine margins is negative; few matrices have near ties at their leading values
            PropertyCases = name is nameof(AbsoluteMargin) or nameof(PowerIteration) ? 80 : 12,
        });
        Assert.Contains(report.Findings().Failures, f => f.First.Verdict == Verdict.PropertyViolated
            && f.Property.StartsWith(property, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(nameof(RememberedByShape))]
    [InlineData(nameof(AlternatingState))]
    public void Hidden_state_is_caught_by_asking_again(string name)
    {
        Mutant mutant = All[name](Bench.Honest());
        RunReport report = Bench.Run(mutant, Quick with { Oracles = mutant.Oracle, PropertyCases = 0 });
        Assert.Equal(1, report.Findings().ExitStatus);
        if (name == nameof(AlternatingState))
        {
            Assert.Contains(report.Findings().Failures, f => f.Property == "same case twice");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Counterexample_can_be_checked_by_hand(string name)
    {
        Mutant mutant = All[name](Bench.Honest());
        RunReport report = Bench.Run(mutant, new GateOptions { Oracles = mutant.Oracle, StopAtFirstFailure = true });
        RunCase failure = report.Findings().Failures[0].First;
        Assert.All(Bench.Inputs(failure).Members.Values, value => Assert.True(Largest(value) <= 4, RunText.Failures(report.Findings())));
    }

    // The largest matrix dimension or list length.
    private static int Largest(Inputs.InputValue value) => value switch
    {
        Inputs.InputValue.MatrixValue matrix => Math.Max(matrix.Value.Rows, matrix.Value.Columns),
        Inputs.InputValue.Sequence list => Math.Max(list.Items.Count, list.Items.Select(Largest).DefaultIfEmpty(0).Max()),
        _ => 0,
    };
}
