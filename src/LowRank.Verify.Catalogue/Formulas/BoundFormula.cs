using System.Numerics;

namespace LowRank.Verify.Formulas;

/// <summary>A checked formula with the room that its loop variables need and, where it has one, its free index.</summary>
/// <param name="Formula">The formula.</param>
/// <param name="Term">What evaluates it.</param>
/// <param name="LocalCount">Number of loop variables and parameters, the free index first.</param>
/// <param name="Depth">Height of its syntax tree together with the definitions that it builds on.</param>
/// <param name="FreeIndex">Name of the free index, or null.</param>
/// <param name="Subscripts">Arrays that the free index subscripts, with what is added to it there.</param>
internal sealed record BoundFormula(
    Formula Formula, BoundTerm Term, int LocalCount, int Depth, string? FreeIndex, IReadOnlyList<(int Slot, long Offset)> Subscripts)
{
    /// <summary>The value at an index.</summary>
    public T Evaluate<T>(EvaluationFrame frame, long index, Func<EvaluationFrame, T> value)
    {
        Quantity[] saved = frame.Locals;
        frame.Locals = new Quantity[LocalCount];
        if (FreeIndex is not null)
        {
            frame.Locals[0] = Quantity.Of(index);
        }

        T result = value(frame);
        frame.Locals = saved;
        return result;
    }

    /// <summary>The indices for which all subscripts exist; one pass at 0 without a free index.</summary>
    public (long Lower, long Upper) Indices(EvaluationFrame frame)
    {
        if (FreeIndex is null)
        {
            return (0, 0);
        }

        BigInteger lower = BigInteger.MinusOne << 62, upper = BigInteger.One << 62;
        foreach ((int slot, long offset) in Subscripts)
        {
            MemberValue member = frame.Members[slot];
            lower = BigInteger.Max(lower, (BigInteger)member.First - offset);
            upper = BigInteger.Min(upper, (BigInteger)member.First + member.Length - 1 - offset);
        }

        return ((long)lower, (long)upper);
    }
}
