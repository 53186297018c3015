using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra.Spaces;

namespace LowRank.Verify.FastPath.Training;

/// <summary>
/// Left singular vectors and singular values of a Jacobian from its Gram matrix J J^T = U diag(λ²) U^T, and the parts of vectors in
/// the information space span(u_1, …, u_r) and in its complement, the nuisance space. Double precision: λ_s below about √u λ_1 ≈
/// 1.5e-8 λ_1 are noise, since their squares are. Source: arXiv:1906.05392v2, Definition 2.1.
/// </summary>
public sealed class OneHiddenLayerSpaces
{
    private readonly IEngine engine;
    private readonly double[] vectors;

    /// <summary>Decomposes a Gram matrix.</summary>
    /// <exception cref="ArithmeticException">The engine's iteration did not converge.</exception>
    public OneHiddenLayerSpaces(IEngine engine, Matrix gram)
    {
        ArgumentNullException.ThrowIfNull(engine);
        SingularTriplets triplets = engine.Decompose(gram)
            ?? throw new ArithmeticException("The decomposition of the Gram matrix did not converge.");
        this.engine = engine;
        vectors = triplets.Left;
        Values = [.. triplets.Values.Select(Math.Sqrt)];
    }

    /// <summary>λ_1 ≥ λ_2 ≥ …, nK numbers.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>The coordinates ⟨u_s, y⟩ of a vector.</summary>
    /// <exception cref="ArgumentException">y has another length than nK.</exception>
    public double[] Coordinates(ReadOnlySpan<double> vector)
    {
        int n = Values.Count;
        if (vector.Length != n)
        {
            throw new ArgumentException($"The vector has {vector.Length} entries, not {n}.", nameof(vector));
        }

        double[] coordinates = new double[n];
        engine.Multiply(true, false, n, 1, n, vectors, vector, coordinates);
        return coordinates;
    }

    /// <summary>The parts of a vector at the information space of dimension r.</summary>
    /// <exception cref="ArgumentException">y has another length than nK, or r is not in 1…nK.</exception>
    public SpaceSplit<double> Split(ReadOnlySpan<double> vector, int rank)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, Values.Count);
        double information = 0, nuisance = 0, inverse = 0, image = 0;
        double[] coordinates = Coordinates(vector);
        for (int s = 0; s < coordinates.Length; s++)
        {
            double square = coordinates[s] * coordinates[s];
            if (s < rank)
            {
                information += square;
                inverse += square / (Values[s] * Values[s]);
            }
            else
            {
                nuisance += square;
                image += square * Values[s] * Values[s];
            }
        }

        return new(rank, double.Hypot(Math.Sqrt(information), Math.Sqrt(nuisance)), Math.Sqrt(information), Math.Sqrt(nuisance),
            Math.Sqrt(inverse), Math.Sqrt(image));
    }
}
