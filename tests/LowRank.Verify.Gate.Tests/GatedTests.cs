using LowRank.Verify.Xunit;
using Xunit;
using Xunit.Sdk;

namespace LowRank.Verify.Gate.Tests;

/// <summary>The five lines with which a project gates itself, here for the fast path: one test per oracle.</summary>
public sealed class FastPathGate : GatedImplementationTests
{
    protected override GateOptions Options => new() { ValueCases = 4, PropertyCases = 1 };

    protected override IImplementation Create() => Bench.Honest();
}

public sealed class GatedTests
{
    [Fact]
    public void Derived_class_fails_for_a_mutant_and_shows_the_case()
    {
        FailException failure = Assert.Throws<FailException>(() => new MutantGate().Conforms("spectra/row-norm-21"));
        Assert.Contains("spectra/row-norm-21", failure.Message, StringComparison.Ordinal);
        Assert.Contains("replay", failure.Message, StringComparison.Ordinal);
        Assert.Contains("too-", failure.Message, StringComparison.Ordinal);
        new MutantGate().Conforms("spectra/column-norm-21");
    }

    [Fact]
    public void Unclaimed_oracle_is_skipped()
    {
        // Assert.Throws hands a skip on to the runner, so it is caught by hand.
        string? reason = null;
        try
        {
            new OneOracleGate().Conforms("spectra/column-norm-21");
        }
        catch (SkipException skip)
        {
            reason = skip.Message;
        }

        Assert.Contains("does not claim", reason, StringComparison.Ordinal);
    }

    private sealed class MutantGate : GatedImplementationTests
    {
        protected override GateOptions Options => new() { ValueCases = 10, PropertyCases = 2 };

        protected override IImplementation Create() => new Mutants.ColumnsForRows(Bench.Honest());
    }

    private sealed class OneOracleGate : GatedImplementationTests
    {
        protected override IImplementation Create() => new FakeImplementation((_, _) => new Answer.Value(0), "float64", "spectra/rank");
    }
}
