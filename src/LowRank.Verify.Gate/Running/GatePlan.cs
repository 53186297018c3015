using LowRank.Verify.Catalogue;
using LowRank.Verify.Catalogue.Vectors;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Gate.Running;

/// <summary>The units of a run, in the order of the catalogue.</summary>
/// <param name="Units">All units of the whole run, of whatever shard.</param>
internal sealed record GatePlan(IReadOnlyList<GateUnit> Units)
{
    /// <summary>
    /// Cases of one unit: small enough to spread, large enough that its own search for hidden state has something to remember.
    /// </summary>
    private const int BlockSize = 250;

    private const int FreshCases = 2;
    private const int DearShare = 4;

    /// <summary>The plan of a run.</summary>
    /// <param name="oracles">The oracles to gate.</param>
    /// <param name="claimed">All oracles that the implementation claims.</param>
    /// <param name="options">How many cases.</param>
    /// <param name="vectors">The fixed cases.</param>
    /// <param name="isIsolated">Whether a fresh process can be asked.</param>
    public static GatePlan Of(
        IReadOnlyList<Oracle> oracles,
        IReadOnlyCollection<string> claimed,
        GateOptions options,
        ILookup<string, TestVector> vectors,
        bool isIsolated)
    {
        List<GateUnit> units = [];
        foreach (Oracle oracle in oracles)
        {
            // Fixed cases are not shrunk, so they come last when the first failure ends the run.
            int fixedCases = options.PropertiesOnly ? 0 : vectors[oracle.Id].Count();
            Add(units, oracle, GateUnit.VectorsPart, options.StopAtFirstFailure ? 0 : fixedCases);
            Add(units, oracle, ReplayToken.ValueProperty, options.PropertiesOnly ? 0 : Share(oracle, options.ValueCases));
            for (int property = 0; property < oracle.Properties.Count; property++)
            {
                if (CasePreparer.Other(oracle.Properties[property]) is not { } other || claimed.Contains(other))
                {
                    Add(units, oracle, CasePreparer.Name(property), Share(oracle, options.PropertyCases));
                }
            }

            Add(units, oracle, GateUnit.SweepPart, options.PropertiesOnly ? 0 : ExponentSweep.Cases(oracle, options));
            Add(units, oracle, GateUnit.VectorsPart, options.StopAtFirstFailure ? fixedCases : 0);
        }

        if (isIsolated)
        {
            // Last, and in the opposite order: what a process has been asked before must not matter.
            foreach (Oracle oracle in oracles.Reverse())
            {
                Add(units, oracle, ReplayToken.FreshProperty, Math.Min(FreshCases, options.ValueCases));
            }
        }

        return new GatePlan(units);
    }

    /// <summary>How many of so many cases an oracle gets: of what is dear a quarter, one at least where any are asked for.</summary>
    public static int Share(Oracle oracle, int cases) => oracle.IsDear && cases > 0 ? Math.Max(1, cases / DearShare) : cases;

    private static void Add(List<GateUnit> units, Oracle oracle, string part, int cases)
    {
        for (int block = 0, first = 0; first < cases; block++, first += BlockSize)
        {
            units.Add(new GateUnit(oracle, part, block, first, Math.Min(BlockSize, cases - first)));
        }
    }
}
