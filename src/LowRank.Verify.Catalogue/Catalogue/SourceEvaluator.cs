using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Catalogue;

/// <summary>
/// A value of a fact, or of an item of one: an exact number, an enclosure, or a matrix (null for the zero matrix of a shape).
/// </summary>
/// <param name="Exact">The number, where it is known exactly.</param>
/// <param name="Enclosure">An enclosure of it otherwise.</param>
/// <param name="Matrix">The matrix.</param>
/// <param name="Rows">Rows of the zero matrix.</param>
/// <param name="Columns">Columns of the zero matrix.</param>
public readonly record struct FactItem(Rational? Exact, Interval? Enclosure, Matrix? Matrix, int Rows = 0, int Columns = 0)
{
    /// <summary>An exact number.</summary>
    public static FactItem Of(Rational value) => new(value, null, null);

    /// <summary>A count.</summary>
    public static FactItem Of(long value) => new(Rational.Of(new BigInteger(value)), null, null);

    /// <summary>A number known by an enclosure.</summary>
    public static FactItem Of(Interval value) => new(null, value, null);

    /// <summary>A matrix as stored.</summary>
    public static FactItem Of(Matrix value) => new(null, null, value);

    /// <summary>A zero matrix.</summary>
    public static FactItem Zero(int rows, int columns) => new(null, null, null, rows, columns);
}

/// <summary>The facts of one network.</summary>
public interface IFactSource
{
    /// <summary>The items of a fact, one where it has no index.</summary>
    /// <exception cref="InputException">It cannot be had; the message says why.</exception>
    IReadOnlyList<FactItem> Read(string fact);

    /// <summary>The value of a dimension of the vocabulary (L, H, m).</summary>
    long Dimension(string name);
}

/// <summary>
/// Evaluates the sources of members on the facts of a network: every number is an end of a certified enclosure, rounded outward to a
/// double.
/// </summary>
/// <param name="spectra">Certifies the singular values of matrices that a source takes functions of.</param>
/// <param name="digits">Digits wished for of these.</param>
public sealed class SourceEvaluator(ISpectrumSource spectra, int digits = 15)
{
    /// <summary>Bits of the one pass; 53 are kept, and the rest pays for cancellation in formulas of some hundred operations.</summary>
    private const int Precision = 256;

    private readonly SpectrumLibrary library = new(spectra);

    /// <summary>The value of a member, or null where its condition does not hold and its default stands.</summary>
    /// <exception cref="InputException">A fact cannot be had, or the formula has no value on it.</exception>
    public InputValue? Read(Member member, IFactSource facts)
    {
        ArgumentNullException.ThrowIfNull(member);
        MemberSource source = member.From ?? throw new ArgumentException($"The member '{member.Name}' has no source.", nameof(member));
        try
        {
            EvaluationFrame frame = Frame(source, facts);
            if (source.BoundWhen is { } condition && condition.Evaluate(frame, 0, condition.Term.Condition) != true)
            {
                return null;
            }

            if (member.Index is null)
            {
                return One(member, source, frame, 0);
            }

            (long lower, long upper) = source.Bound.Indices(frame);
            RequireAll(member, source, frame, lower, upper);
            return new InputValue.Sequence([.. Enumerable.Range(0, (int)Math.Max(0, upper - lower + 1))
                .Select(i => One(member, source, frame, lower + i))]);
        }
        catch (FormulaFailure failure)
        {
            throw new InputException($"its input '{member.Name}' has no value on this network: {failure.Message}", failure);
        }
    }

    /// <summary>An upper end of a formula over facts that is a number.</summary>
    /// <exception cref="InputException">A fact cannot be had, or the formula has no value on it.</exception>
    public Interval Enclose(MemberSource source, IFactSource facts)
    {
        ArgumentNullException.ThrowIfNull(source);
        EvaluationFrame frame = Frame(source, facts);
        return source.Bound.Evaluate(frame, 0, source.Bound.Term.Number).Enclosure(frame.Context);
    }

    /// <summary>
    /// The least double at least the number (or the greatest at most it), so that the fast path and a JSON number mean the same input; the
    /// number itself beyond the range of doubles.
    /// </summary>
    public static Rational End(Interval value, bool isLower)
    {
        ArgumentNullException.ThrowIfNull(value);
        BigFloat end = isLower ? value.Lower : value.Upper;
        return end.ToDouble(isLower ? Rounding.Down : Rounding.Up) is var rounded && double.IsFinite(rounded) ? Rational.Of(rounded)
            : end.ToRational();
    }

    private EvaluationFrame Frame(MemberSource source, IFactSource facts)
    {
        MemberValue[] members = new MemberValue[FactVocabulary.Facts.Count];
        Dictionary<string, long> dimensions = new(StringComparer.Ordinal) { ["L"] = facts.Dimension("L") };
        foreach (string name in source.Facts)
        {
            FactDeclaration declared = FactVocabulary.Find(name)!;
            IReadOnlyList<FactItem> items = facts.Read(name);
            members[FactVocabulary.SlotOf(name)] = new MemberValue
            {
                IsGiven = true,
                First = declared.Index?.StartsWith("1..", StringComparison.Ordinal) == true ? 1 : 0,
                Numbers = declared.Type == MemberType.Matrix ? null : [.. items.Select(item => item.Exact is { } exact ? Quantity.Of(exact)
                    : Quantity.Of(item.Enclosure!))],
                Matrices = declared.Type != MemberType.Matrix ? null : [.. items.Select(item => item.Matrix is { } matrix
                    ? MatrixQuantity.Of(matrix) : MatrixQuantity.Zero(item.Rows, item.Columns))],
            };
            if (declared.Index is { } range
                && range.EndsWith("..H", StringComparison.Ordinal) | range.EndsWith("..m", StringComparison.Ordinal))
            {
                dimensions[range[^1..]] = items.Count;
            }
        }

        return new EvaluationFrame(Precision, digits, members, dimensions, 0, library);
    }

    // The items of a list are those of the facts, all of them, from where the member's index starts: none is dropped or renumbered.
    private static void RequireAll(Member member, MemberSource source, EvaluationFrame frame, long lower, long upper)
    {
        bool cuts = source.Bound.Subscripts.Any(subscript => frame.Members[subscript.Slot] is var fact
            && (lower + subscript.Offset != fact.First || upper + subscript.Offset != fact.First + fact.Length - 1));
        if (cuts || (member.Index!.Lower is Expression.Literal first && first.Value != Rational.Of(new BigInteger(lower))))
        {
            throw new InputException($"its input '{member.Name}' has the index {member.Index}, and its source '{source.Text}' gives items "
                + $"{lower} to {upper} of its facts; write subscripts that take every item, from where the index starts");
        }
    }

    private static InputValue One(Member member, MemberSource source, EvaluationFrame frame, long index)
    {
        if (source.Bound.Term.Kind != (member.Type == MemberType.Matrix ? ValueKind.Matrix : ValueKind.Number))
        {
            throw new InputException($"its input '{member.Name}' is a {(member.Type == MemberType.Matrix ? "matrix" : "number")}, and its "
                + $"source '{source.Text}' is none");
        }

        if (member.Type == MemberType.Matrix)
        {
            MatrixQuantity matrix = source.Bound.Evaluate(frame, index, source.Bound.Term.Matrix);
            return new InputValue.MatrixValue(matrix.Value);
        }

        Quantity number = source.Bound.Evaluate(frame, index, source.Bound.Term.Number);
        return new InputValue.Number(number.Exact ?? End(number.Enclosure(frame.Context), source.IsLower));
    }
}
