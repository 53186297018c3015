using System.Numerics;

namespace LowRank.Verify.LinearAlgebra.Modular;

/// <summary>
/// A matrix of residues modulo a 24-bit prime, row-major; rows are padded with zeros to whole groups of vectors.
/// Entry [i, j] lies at i·<see cref="Stride"/> + j.
/// </summary>
internal sealed class ModularMatrix
{
    /// <summary>Columns that the inner kernel treats together.</summary>
    public static readonly int StripWidth = 2 * Vector<double>.Count;

    /// <summary>A matrix of zeros.</summary>
    public ModularMatrix(PrimeField field, int rows, int columns)
    {
        Field = field;
        Rows = rows;
        Columns = columns;
        Stride = (columns + StripWidth - 1) / StripWidth * StripWidth;
        Values = new double[(long)rows * Stride];
    }

    /// <summary>The field.</summary>
    public PrimeField Field { get; private set; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Distance of two rows.</summary>
    public int Stride { get; }

    /// <summary>The residues.</summary>
    public double[] Values { get; }

    /// <summary>Row i without its padding.</summary>
    public Span<double> Row(int i) => Values.AsSpan(i * Stride, Columns);

    /// <summary>Takes the memory for another prime; the entries are to be written anew.</summary>
    public void Use(PrimeField field) => Field = field;

    /// <summary>The product A·B modulo the common prime.</summary>
    /// <exception cref="ArgumentException">The inner dimensions differ.</exception>
    public static ModularMatrix Multiply(ModularMatrix a, ModularMatrix b, CancellationToken cancellation)
    {
        if (a.Columns != b.Rows)
        {
            throw new ArgumentException($"A {a.Rows}×{a.Columns} and a {b.Rows}×{b.Columns} matrix have no product.", nameof(b));
        }

        ModularMatrix result = new(a.Field, a.Rows, b.Columns);
        double[] factors = new double[(long)a.Rows * PrimeField.Terms];
        for (int first = 0; first < a.Columns; first += PrimeField.Terms)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(PrimeField.Terms, a.Columns - first);
            for (int i = 0; i < a.Rows; i++)
            {
                a.Row(i).Slice(first, count).CopyTo(factors.AsSpan(i * PrimeField.Terms, count));
            }

            ModularUpdate.Apply(result, 0, 0, factors, count, ModularUpdate.Pack(b, first, count, 0));
        }

        return result;
    }
}
