using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Gate.Contract;

/// <summary>What an implementation claims of itself at the start of a run; nothing that it does not claim is asked of it.</summary>
/// <param name="Name">Name of the implementation.</param>
/// <param name="Version">Its version.</param>
/// <param name="Language">The language it is written in.</param>
/// <param name="Precision">The precision it computes in: float64, float32, bfloat16 or float16.</param>
/// <param name="Oracles">The oracles it implements, with the revision of each.</param>
/// <param name="Conventions">Conventions it declares, such as log: e.</param>
public sealed record ImplementationDescription(
    string Name,
    string Version,
    string Language,
    string Precision,
    IReadOnlyDictionary<string, int> Oracles,
    IReadOnlyDictionary<string, string> Conventions)
{
    /// <summary>Precisions of oracles that are computed in another than <see cref="Precision"/>, by id or pattern.</summary>
    public IReadOnlyDictionary<string, string> Precisions { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Least and greatest absolute value that may be asked of a member that is not 0; null for the normal numbers of the precision.
    /// </summary>
    public (double Least, double Greatest)? Range { get; init; }

    /// <summary>
    /// Restrictions: values that a member may take, by its name; depths, by the name of the length of an array (L); sizes of matrices, as
    /// "rows" and "columns". Nothing outside is asked.
    /// </summary>
    public IReadOnlyDictionary<string, MemberDomain> Domain { get; init; } =
        new Dictionary<string, MemberDomain>(StringComparer.Ordinal);

    /// <summary>The precision in which an oracle is computed.</summary>
    public string PrecisionOf(string oracle) =>
        Precisions.FirstOrDefault(pair => OracleFilter.Matches(pair.Key, oracle)).Value ?? Precision;

    /// <summary>The least and greatest absolute value that may be asked of an oracle.</summary>
    public (double Least, double Greatest) RangeOf(string oracle) => Range ?? PrecisionOf(oracle) switch
    {
        "float32" => (double.ScaleB(1, -126), float.MaxValue),
        "bfloat16" => (double.ScaleB(1, -126), double.ScaleB(255, 120)),
        "float16" => (double.ScaleB(1, -14), 65504),
        _ => (0, double.MaxValue),
    };

    /// <summary>The version of the protocol that this description follows.</summary>
    public const int Protocol = 1;

    /// <summary>
    /// The unit roundoff u of a precision: 2^−53, 2^−24, 2^−8 or 2^−11.
    /// </summary>
    /// <exception cref="InputException">The precision is none of these.</exception>
    public static double UnitRoundoff(string precision) => precision switch
    {
        "float64" => double.ScaleB(1, -53),
        "float32" => double.ScaleB(1, -24),
        "bfloat16" => double.ScaleB(1, -8),
        "float16" => double.ScaleB(1, -11),
        _ => throw new InputException(
            $"precision '{precision}' is unknown; declare float64, float32, bfloat16 or float16"),
    };

    /// <summary>The smallest positive number of a precision, the absolute error of a result that underflows.</summary>
    public static double SmallestNumber(string precision) => precision switch
    {
        "float32" => double.ScaleB(1, -149),
        "bfloat16" => double.ScaleB(1, -133),
        "float16" => double.ScaleB(1, -24),
        _ => double.Epsilon,
    };
}
