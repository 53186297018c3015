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
    /// <summary>The version of the protocol that this description follows.</summary>
    public const int Protocol = 1;

    /// <summary>
    /// The unit roundoff u of the declared precision: 2^−53, 2^−24, 2^−8 or 2^−11.
    /// </summary>
    /// <exception cref="InputException">The precision is none of these.</exception>
    public double UnitRoundoff() => Precision switch
    {
        "float64" => double.ScaleB(1, -53),
        "float32" => double.ScaleB(1, -24),
        "bfloat16" => double.ScaleB(1, -8),
        "float16" => double.ScaleB(1, -11),
        _ => throw new InputException(
            $"implementation '{Name}': precision '{Precision}' is unknown; declare float64, float32, bfloat16 or float16"),
    };

    /// <summary>The smallest positive number of the declared precision, the absolute error of a result that underflows.</summary>
    public double SmallestNumber() => Precision switch
    {
        "float32" => double.ScaleB(1, -149),
        "bfloat16" => double.ScaleB(1, -133),
        "float16" => double.ScaleB(1, -24),
        _ => double.Epsilon,
    };
}
