using LowRank.Verify.Arithmetic;
using LowRank.Verify.Formulas;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Catalogue;

/// <summary>Interprets oracle formulas in interval arithmetic, raising the precision until the digits asked for are reached.</summary>
public sealed class ReferenceEvaluator(OracleCatalogue catalogue, ISpectrumSource spectra)
{
    /// <summary>The catalogue.</summary>
    public OracleCatalogue Catalogue { get; } = catalogue;

    /// <summary>Where matrices get their certified singular values.</summary>
    public ISpectrumSource Spectra { get; } = spectra;

    /// <summary>The certified value of an oracle.</summary>
    /// <exception cref="InputException">An input is missing, unknown, out of its domain or wrongly shaped.</exception>
    public Evaluation Evaluate(Oracle oracle, InputRecord inputs, int digits = 15) => throw new NotImplementedException();

    /// <summary>
    /// True or false when a condition of an oracle (the "when" of a property) holds or fails on these inputs, null when it is
    /// undecided; for a condition with a free index, over all its indices.
    /// </summary>
    /// <exception cref="InputException">An input is missing, unknown, out of its domain or wrongly shaped.</exception>
    public bool? Holds(Oracle oracle, Formula condition, InputRecord inputs) => throw new NotImplementedException();

    /// <summary>The value of a number that belongs to an oracle (the degree or factor of a property, a limit) on these inputs.</summary>
    /// <exception cref="InputException">An input is missing, unknown, out of its domain or wrongly shaped.</exception>
    public Outcome<Interval> Number(Oracle oracle, Formula number, InputRecord inputs, int digits = 15) => throw new NotImplementedException();

    /// <summary>Why the oracle refuses these inputs, or null when it accepts them.</summary>
    public string? Refusal(Oracle oracle, InputRecord inputs) => throw new NotImplementedException();
}
