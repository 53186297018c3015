using System.Globalization;

namespace LowRank.Verify.Properties;

/// <summary>A class of laws: the quantities that they speak of, taken from the subject, which a test of the mutants exchanges.</summary>
public abstract class LawBook
{
    private const string A = "A";

    internal Subject Subject { get; set; } = Subject.Honest;

    /// <summary>S_p(A) = Σ σᵢ^p over the σᵢ &gt; 0.</summary>
    internal Real SchattenSum(Matrix a, Rational p) => Number("spectra/schatten-sum", a, p);

    /// <summary>‖A‖_p = S_p(A)^(1/p).</summary>
    internal Real SchattenNorm(Matrix a, Rational p) => Number("spectra/schatten-norm", a, p);

    /// <summary>S_p(A)/σ₁^p.</summary>
    internal Real RatioSum(Matrix a, Rational p) => Number("spectra/schatten-ratio-sum", a, p);

    internal Real SpectralNorm(Matrix a) => Number("spectra/spectral-norm", a);

    internal Real FrobeniusNorm(Matrix a) => Number("spectra/frobenius-norm", a);

    internal Real NuclearNorm(Matrix a) => Number("spectra/nuclear-norm", a);

    internal Real StableRank(Matrix a) => Number("spectra/stable-rank", a);

    internal Real Rank(Matrix a) => Number("spectra/rank", a);

    internal Real RowNorm21(Matrix a) => Number("spectra/row-norm-21", a);

    internal Real ColumnNorm21(Matrix a) => Number("spectra/column-norm-21", a);

    internal Real StorageRadius(Matrix a) => Number("spectra/storage-radius", a);

    internal Real StorageRank(Matrix a) => Number("spectra/storage-rank", a);

    /// <summary>σ₁ + … + σ_k.</summary>
    internal Real KyFan(Matrix a, int k) =>
        Scalar("spectra/ky-fan-norm", InputRecord.Of((A, new InputValue.MatrixValue(a)), ("k", InputValue.Number.Of(k))));

    /// <summary>σ₁ ≥ σ₂ ≥ …</summary>
    internal Real[] SingularValues(Matrix a) =>
        [.. Subject.Evaluate("spectra/singular-values", Of(a), Subject.Digits)!.Leaves.Select(item => (Real)item.Enclosure)];

    /// <summary>The least and the greatest value among all matrices that round to the stored one.</summary>
    internal (Real Lower, Real Upper) StorageRange(string quantity, Matrix a, Rational? p = null)
    {
        InputRecord inputs = p is { } exponent ? Of(a).With(quantity == "ky-fan-norm" ? "k" : "p", ExactNumber.Of(exponent)) : Of(a);
        Shaped<CertifiedNumber> range = Subject.Evaluate("spectra/storage-" + quantity, inputs, Subject.Digits)!;
        return (range["lower"].Single.Enclosure, range["upper"].Single.Enclosure);
    }

    internal static InputRecord Of(Matrix a) => InputRecord.Of((A, new InputValue.MatrixValue(a)));

    internal static bool IsZero(Matrix a) => Array.TrueForAll(a.Values, x => x == 0);

    private Real Number(string oracle, Matrix a) => Scalar(oracle, Of(a));

    private Real Number(string oracle, Matrix a, Rational p) => Scalar(oracle, Of(a).With("p", ExactNumber.Of(p)));

    private Real Scalar(string oracle, InputRecord inputs) =>
        Subject.Evaluate(oracle, inputs, Subject.Digits) is Shaped<CertifiedNumber>.Scalar scalar
        ? scalar.Value.Enclosure
        : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{oracle} has no value here"));
}
