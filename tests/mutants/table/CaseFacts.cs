using LowRank.Verify.Catalogue;
using LowRank.Verify.Gate.Contract;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Mutants.Table;

/// <summary>What a case is like, by the words that conditions of slips use.</summary>
/// <param name="oracle">The oracle.</param>
/// <param name="inputs">The case.</param>
/// <param name="honest">Answers where a spectrum or a value is asked for.</param>
/// <param name="call">How many calls were made before.</param>
internal sealed class CaseFacts(Oracle oracle, InputRecord inputs, IImplementation honest, int call)
{
    private readonly Matrix[] matrices = [.. inputs.Members.Values.SelectMany(MatrixSlips.Of)];

    /// <summary>True where a member is given.</summary>
    public bool IsGiven(string name) => inputs.Members.ContainsKey(name);

    /// <summary>True where a matrix is stored in a format.</summary>
    public bool IsStored(string format) =>
        matrices.Any(a => string.Equals(a.Storage.ToString(), format, StringComparison.OrdinalIgnoreCase));

    /// <summary>The values of a word or of a member; a condition holds when it holds for one of them.</summary>
    /// <exception cref="InvalidDataException">It is neither a word nor a member of the oracle.</exception>
    public IEnumerable<double> Values(string word) => word switch
    {
        "rows" => matrices.Select(a => (double)a.Rows),
        "columns" => matrices.Select(a => (double)a.Columns),
        "least" => matrices.Select(a => (double)a.MinimumDimension),
        "tall" => matrices.Select(a => a.Rows / (double)a.Columns),
        "wide" => matrices.Select(a => a.Columns / (double)a.Rows),
        "depth" => [Depth()],
        "call" => [call],
        "largest" => matrices.Select(a => a.Values.Max(Math.Abs)),
        "deficit" => matrices.Select(a => a.MinimumDimension - Number(honest.Run("spectra/rank", One(a)))),
        "gap" => matrices.Select(Spectrum).Where(s => s.Length > 1 && s[0] > 0).Select(s => 1 - (s[1] / s[0])),
        "condition" => matrices.Select(Spectrum).Where(s => s[^1] > 0).Select(s => s[0] / s[^1]),
        "log10" => Logarithms(honest.Run(oracle.Id, inputs)),
        _ when inputs.Members.TryGetValue(word, out InputValue? member) => NumberSlips.Of(member),
        _ when oracle.Given.Any(m => m.Name == word) => [],
        _ => throw new InvalidDataException($"'{word}' is neither a word of conditions nor a member of {oracle.Id}"),
    };

    private static InputRecord One(Matrix a) => InputRecord.Of(("A", new InputValue.MatrixValue(a)));

    private static double Number(Answer answer) => answer switch
    {
        Answer.Value value => value.Number,
        Answer.Log10 logarithm => Math.Pow(10, logarithm.Exponent),
        _ => double.NaN,
    };

    private double[] Spectrum(Matrix a) => honest.Run("spectra/singular-values", One(a)) is Answer.Values list
        ? [.. list.Items.Select(Number)] : [double.NaN];

    // The number of items of a list 1..L; of other lists the least.
    private double Depth()
    {
        Member[] lists = [.. oracle.Given.Where(m => m.Index is not null && inputs.Members.ContainsKey(m.Name))];
        Member? layers = Array.Find(lists, m => m.Index!.Text.StartsWith("1..", StringComparison.Ordinal)
            && !m.Index.Text.Contains('-', StringComparison.Ordinal) && !m.Index.Text.Contains('+', StringComparison.Ordinal));
        return layers is not null ? NumberSlips.Length(inputs.Members[layers.Name])
            : lists.Select(m => NumberSlips.Length(inputs.Members[m.Name])).DefaultIfEmpty(0).Min();
    }

    private static IEnumerable<double> Logarithms(Answer answer) => answer switch
    {
        Answer.Value value => [Math.Log10(Math.Abs(value.Number))],
        Answer.Log10 logarithm => [logarithm.Exponent],
        Answer.Values list => list.Items.SelectMany(Logarithms),
        Answer.Named named => named.Members.Values.SelectMany(Logarithms),
        _ => [],
    };
}
