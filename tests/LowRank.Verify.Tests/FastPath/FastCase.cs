using LowRank.Verify.Arithmetic;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using Xunit;

namespace LowRank.Verify.Tests.FastPath;

/// <summary>Inputs and comparisons that the tests of the fast path share.</summary>
internal static class FastCase
{
    /// <summary>2^−52.</summary>
    public const double Ulp = 2.220446049250313e-16;

    /// <summary>
    /// Backward error of a dense SVD in units of max(m, n)·2^−52·σ₁. LAPACK's own tests accept 50 with n·ulp in the denominator;
    /// a value off by more than 16 on these small matrices would be a defect.
    /// </summary>
    public const double BackwardError = 16;

    /// <summary>The full-rank integer matrix of expected_values.py.</summary>
    public static Matrix A { get; } =
        Matrix.FromArray(new double[,] { { 3, -1, 4 }, { 1, 5, -9 }, { 2, 6, 5 }, { -3, 5, 8 }, { 9, 7, -9 } });

    /// <summary>σ of <see cref="A"/> by mpmath.</summary>
    public static double[] SigmaOfA { get; } = [18.165812058639896716, 11.585746829020026698, 6.5401638101828698716];

    /// <summary>Golub and Reinsch's 8×5 matrix: σ = √1248, 20, √384, 0, 0.</summary>
    public static Matrix GolubReinsch { get; } = Matrix.FromArray(new double[,]
    {
        { 22, 10, 2, 3, 7 }, { 14, 7, 10, 0, 8 }, { -1, 13, -1, -11, 3 }, { -3, -2, 13, -2, 4 },
        { 9, 8, 1, -2, 4 }, { 9, 1, -7, 5, -1 }, { 2, -6, 6, 5, 1 }, { 4, 5, 0, -2, 2 },
    });

    public static InputValue Number(double value) => InputValue.Number.Of(value);

    public static InputValue Exact(string text) => new InputValue.Number(Rational.Parse(text), text);

    public static InputValue List(params IEnumerable<double> values) => InputValue.Sequence.Of(values);

    public static InputValue Repeat(double value, int count) => List(Enumerable.Repeat(value, count));

    public static InputValue One(Matrix matrix) => new InputValue.MatrixValue(matrix);

    public static InputValue Matrices(params IEnumerable<Matrix> matrices) => new InputValue.Sequence([.. matrices.Select(One)]);

    public static InputRecord Record(params IEnumerable<(string Name, InputValue Value)> members) => InputRecord.Of(members);

    /// <summary>A rows × columns matrix with the given numbers on its diagonal: its singular values are their sizes.</summary>
    public static Matrix Diagonal(int rows, int columns, params double[] values)
    {
        double[,] entries = new double[rows, columns];
        for (int i = 0; i < values.Length; i++)
        {
            entries[i, i] = values[i];
        }

        return Matrix.FromArray(entries);
    }

    /// <summary>σ_i within the backward error of an SVD.</summary>
    public static double SigmaTolerance(Matrix matrix, double largest) =>
        BackwardError * Math.Max(matrix.Rows, matrix.Columns) * Ulp * largest;

    /// <summary>
    /// First-order change of Σ σ_i^p when every σ_i &gt; 0 moves by its tolerance, and two ulps a term for the powers.
    /// </summary>
    public static double SumTolerance(Matrix matrix, double[] sigma, double p) =>
        sigma.Sum(s => (p * Math.Pow(s, p - 1) * SigmaTolerance(matrix, sigma[0])) + (2 * Ulp * Math.Pow(s, p)));

    /// <summary>
    /// Each of the given number of operations of a formula without cancellation has a relative error of at most 2 ulp.
    /// </summary>
    public static void AssertNear(double expected, double actual, int operations) =>
        Assert.InRange(actual, expected - (2 * Ulp * operations * Math.Abs(expected)),
            expected + (2 * Ulp * operations * Math.Abs(expected)));
}
