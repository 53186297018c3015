using LowRank.Verify.Catalogue;
using LowRank.Verify.Catalogue.Vectors;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Gate.Judging;
using LowRank.Verify.Gate.Running;

namespace LowRank.Verify.Mutants.Table;

/// <summary>Puts the mutants of the table to the gate, one at a time.</summary>
/// <param name="reference">The reference path.</param>
/// <param name="honest">The honest implementation.</param>
/// <param name="vectors">The folder of fixed cases.</param>
internal sealed class TableRun(ReferenceEvaluator reference, Func<IImplementation> honest, string vectors)
{
    private const int Witnesses = 400;

    private readonly WideCases wide = new(reference);
    private readonly TruthSource truths = new(reference, honest().Start(), new GateOptions().ToleranceConstant);

    /// <summary>
    /// The first failure of a mutant in a run as the tool does it: default numbers of cases, the fixed cases as well. Null where it
    /// survives; a slow answer is no catch. What is caught is not shrunk, since only the verdict counts.
    /// </summary>
    public RunCase? Caught(MutantRow row, ulong seed)
    {
        string file = VectorFile.PathOf(vectors, row.Oracle);
        GateRun run = new(reference.Catalogue, reference, new TableMutant(row, honest(), reference), new GateOptions
        {
            Oracles = row.Oracle,
            Seed = seed,
            StopAtFirstFailure = true,
            ShrinkBudget = 0,
            Parallelism = 1,
        })
        {
            Vectors = File.Exists(file) ? VectorFile.Read(file) : [],
        };
        return run.Execute().Cases.FirstOrDefault(found => found.Verdict.IsFailure() && found.Verdict != Verdict.Timeout);
    }

    /// <summary>
    /// A case on which the mutant's answer is outside of what rounding explains, so that its slip is one; null where none was found.
    /// </summary>
    public InputRecord? Witness(MutantRow row)
    {
        Oracle oracle = reference.Catalogue.Get(row.Oracle);
        TableMutant mutant = new(row, honest(), reference);
        for (int seed = 0; seed < Witnesses; seed++)
        {
            if (wide.Case(oracle, seed) is { } inputs && truths.Of(oracle, inputs) is { } truth && IsWrong(mutant, row, truth, inputs))
            {
                return inputs;
            }
        }

        return null;
    }

    private static bool IsWrong(TableMutant mutant, MutantRow row, CaseTruth truth, InputRecord inputs)
    {
        try
        {
            return Judge.Value(truth, mutant.Run(row.Oracle, inputs)).Verdict.IsFailure();
        }
        catch (ArithmeticException)
        {
            return true;
        }
    }
}
