using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Spectra;

/// <summary>
/// What is proved of the leading singular values σ₁ ≥ σ₂ ≥ … of a linear operator that is too large to decompose: enclosures with their
/// index, and of the others their largest value and their energy Σσ_i².
/// </summary>
public sealed class LeadingSpectrum
{
    private readonly Interval[] tails;

    internal LeadingSpectrum(int rows, int columns, int asked, Interval frobeniusSquared, Interval[] values, BigFloat next,
        Interval[] tails, string method)
    {
        Rows = rows;
        Columns = columns;
        Asked = asked;
        FrobeniusSquared = frobeniusSquared;
        Values = values;
        Next = next;
        this.tails = tails;
        Method = method;
    }

    /// <summary>m.</summary>
    public int Rows { get; }

    /// <summary>n.</summary>
    public int Columns { get; }

    /// <summary>How many values were asked for; those beyond are by-products and may be wide.</summary>
    public int Asked { get; }

    /// <summary>Enclosure of ‖A‖_F².</summary>
    public Interval FrobeniusSquared { get; }

    /// <summary>Enclosures of σ₁ … σ_K, K ≥ Asked where the operator has as many.</summary>
    public IReadOnlyList<Interval> Values { get; }

    /// <summary>An upper end of σ_{K+1}; 0 when there is none.</summary>
    public BigFloat Next { get; }

    /// <summary>How the enclosures were obtained.</summary>
    public string Method { get; }

    /// <summary>Enclosure of Σ_{i&gt;k} σ_i², 0 ≤ k ≤ number of <see cref="Values"/>.</summary>
    public Interval TailEnergy(int k) => tails[k];

    /// <summary>What is proved of 2^exponent·A, exactly.</summary>
    internal LeadingSpectrum Scaled(int exponent) => new(
        Rows,
        Columns,
        Asked,
        Interval.Scale(FrobeniusSquared, 2L * exponent),
        [.. Values.Select(value => Interval.Scale(value, exponent))],
        BigFloat.Scale(Next, exponent),
        [.. tails.Select(tail => Interval.Scale(tail, 2L * exponent))],
        Method);

    /// <summary>
    /// Enclosure of S_p = Σ σ_i^p over all min(m, n) singular values, p &gt; 0: for every k the head value by value and the tail between
    /// its extreme configurations (<see cref="HeadAndTail"/>), intersected over k.
    /// </summary>
    /// <param name="context">Precision.</param>
    /// <param name="p">The exponent.</param>
    /// <param name="rankLimit">An upper end of the rank, where one is known: values beyond are 0.</param>
    public Outcome<Interval> SchattenSum(IntervalContext context, Interval p, int? rankLimit = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        int count = Math.Min(Math.Min(Rows, Columns), rankLimit ?? int.MaxValue);
        Interval? best = null;
        Outcome<Interval> head = Outcome<Interval>.Of(Interval.Zero);
        for (int k = 0; k <= Math.Min(Values.Count, count); k++)
        {
            BigFloat largest = k < Values.Count ? Values[k].Upper : Next;
            Outcome<Interval> sum = HeadAndTail.TailSum(context, p, TailEnergy(k), largest, count - k)
                .Then(tail => head.Map(known => context.Add(known, tail)));
            if (!sum.IsEnclosed)
            {
                return sum;
            }

            best = best is null ? sum.Value : best.Intersect(sum.Value)
                ?? throw new LinearAlgebra.Backends.EngineRefusedException(
                    $"Two enclosures of the same sum contradict each other: {best} and {sum.Value}.");
            if (k < Values.Count)
            {
                Interval value = Values[k];
                head = head.Then(known => context.Pow(value, p).Map(power => context.Add(known, power)));
            }
        }

        return Outcome<Interval>.Of(best ?? Interval.Zero);
    }
}
