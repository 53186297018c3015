using LowRank.Verify.FastPath;
using TorchSharp;
using static TorchSharp.torch;

namespace LowRank.Verify.Torch.Batches;

/// <summary>The bounds, as natural logarithms.</summary>
public sealed partial class NetworkBatch
{
    private static readonly Scalar Half = 0.5;
    private static readonly Scalar TwoOverThree = 2.0 / 3;
    private static readonly Scalar ThreeOverTwo = 1.5;

    private Tensor LogNorms => Sum(layers.Select(layer => layer.LogNorm));

    /// <summary>
    /// Theorem 3.6 of Ledent, Alves, Lei 2025 over a grid of one p for all layers, ½(ln(L/N) + ln Σ_l t_l) with
    /// ln t_l = 2p/(p+2)·ln(B Πρ Π‖A‖/γ) + 2/(p+2)·ln((U+d) Σ(σ/σ₁)^p) + p/(p+2)·ln W_l; result[network, k].
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An exponent lies outside of [0, 2].</exception>
    public double[,] RankSparse(LedentForm form, double[] exponents, BatchConditions conditions)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        ArgumentNullException.ThrowIfNull(exponents);
        if (exponents.Any(p => p > 2))
        {
            throw new ArgumentOutOfRangeException(nameof(exponents), "An exponent p must be in [0, 2].");
        }

        return RankSparse([form], exponents, conditions)[form];
    }

    /// <summary>The same for several forms, whose sums of powers are computed once.</summary>
    public IReadOnlyDictionary<LedentForm, double[,]> RankSparse(IReadOnlyList<LedentForm> forms, double[] exponents,
        BatchConditions conditions)
    {
        ArgumentNullException.ThrowIfNull(forms);
        ArgumentNullException.ThrowIfNull(conditions);
        using IDisposable scope = NewDisposeScope();
        Tensor grid = Grid(exponents);
        Tensor ofScale = Upload(exponents, p => 2 * p / (p + 2)), ofProxy = Upload(exponents, p => 2 / (p + 2));
        Tensor scale = LogNorms.Plus(Constant(Math.Log(conditions.InputBound) - Math.Log(conditions.Margin) + LogLipschitz(conditions)))
            .view([-1, 1]) * ofScale;
        Tensor[] common = [.. layers.Select(layer => scale.Plus(
            layer.RelativePowerSums(grid, exponents).log().Plus(Constant(Math.Log((double)layer.Rows + layer.Columns))) * ofProxy))];
        Dictionary<LedentForm, double[,]> result = [];
        foreach (LedentForm form in forms)
        {
            Tensor[] terms = [.. common.Select((term, l) =>
            {
                double dimension = Math.Log(Dimension(form, l == Depth - 1, layers[l].Rows, layers[l].Columns));
                return term.Plus(Upload(exponents, p => p / (p + 2) * dimension));
            })];
            Tensor sum = LogSum(terms).Plus(Constant(Math.Log(Depth) - Math.Log(conditions.Samples)));
            result[form] = Table(sum.mul(Half));
        }

        return result;
    }

    /// <summary>
    /// A bound without p by the id of its oracle, result[network]: pinto2025/lemma-4, theorem-7, theorem-7-lemma5, theorem-7-tight,
    /// theorem-7-tight-relu, simplified and simplified-explicit with the rank in double precision and σ₁ as limits;
    /// ledent2025/comparison/c1 and c5;
    /// classical/bartlett2017-theorem-1.1.
    /// </summary>
    /// <exception cref="ArgumentException">No such bound.</exception>
    public double[] Bound(string oracle, BatchConditions conditions)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        using IDisposable scope = NewDisposeScope();
        Tensor logarithm = oracle switch
        {
            "pinto2025/lemma-4" => Pinto(conditions, [Constant(Math.Log(layers[^1].Rows)).Plus(Least(Depth).log()).mul(Half)]),
            "pinto2025/theorem-7" => Chain(conditions, i => Least(i).log().mul(Half).Plus(Constant(1.5 * Math.Log(2)))),
            "pinto2025/theorem-7-lemma5" => Chain(conditions, i => Least(i - 1).log().mul(Half).Plus(Constant(1.5 * Math.Log(2)))),
            "pinto2025/theorem-7-tight" => Chain(conditions, _ => Constant(Math.Log(2))),
            "pinto2025/theorem-7-tight-relu" => Chain(conditions, _ => Constant(0.5 * Math.Log(2))),
            "pinto2025/simplified" => Simplified(conditions),
            "pinto2025/simplified-explicit" => SimplifiedExplicit(conditions),
            "ledent2025/comparison/c1" => LogNorms
                .Plus(TwoThirds())
                .Plus(Constant(Math.Log(conditions.InputBound) + LogLipschitz(conditions) - (0.5 * Math.Log(conditions.Samples)))),
            "ledent2025/comparison/c5" => LogNorms
                .Plus(LogSum([.. layers.Select(layer => (layer.LogFrobenius - layer.LogNorm).Plus(layer.LogFrobenius - layer.LogNorm))])
                    .mul(Half))
                .Plus(Constant(Math.Log(conditions.InputBound * Depth) + (0.5 * Math.Log(Width / conditions.Samples)))),
            "classical/bartlett2017-theorem-1.1" => LogNorms
                .Plus(TwoThirds())
                .Plus(Constant(Math.Log(conditions.DataFrobenius / conditions.Margin / conditions.Samples) + LogLipschitz(conditions)
                    + Math.Log(Math.Log(Width)))),
            _ => throw new ArgumentException($"No bound of batches has the id '{oracle}'.", nameof(oracle)),
        };
        return Tensors.Download(logarithm);
    }

    private double Width => Math.Max(layers[0].Columns, layers.Max(layer => layer.Rows));

    // W_l for one position.
    private static double Dimension(LedentForm form, bool isLast, int rows, int columns) => form switch
    {
        LedentForm.Code => 1,
        LedentForm.Doc => isLast ? 1 : rows,
        LedentForm.Repaired => isLast ? Math.Min(rows, columns) : (double)rows * Math.Min(rows, columns),
        _ => (double)rows * Math.Min(rows, columns),
    };

    private static double LogLipschitz(BatchConditions conditions) => conditions.Lipschitz.Sum(Math.Log);

    private Tensor Upload(double[] exponents, Func<double, double> factor) =>
        Tensors.Upload(Array.ConvertAll(exponents, p => factor(p)), [exponents.Length], device);

    // min_{j ≤ count} r_j.
    private Tensor Least(int count) => layers.Take(count).Select(layer => layer.Rank).Aggregate((a, b) => a.minimum(b));

    private Tensor Largest() => layers.Select(layer => layer.Rank).Aggregate((a, b) => a.maximum(b));

    // ln of ‖X‖_F/m ΠB Σ exp(terms).
    private Tensor Pinto(BatchConditions conditions, IReadOnlyList<Tensor> terms) =>
        LogNorms.Plus(LogSum(terms)).Plus(Constant(Math.Log(conditions.DataFrobenius) - Math.Log(conditions.Samples)));

    // g_1 = √(r_1 h_1), g_i = C1 g_{i−1} + C2·diameter_i·√(r_i h_i), written as a sum.
    private Tensor Chain(BatchConditions conditions, Func<int, Tensor> logDiameter)
    {
        double first = Math.Log(conditions.FirstConstant), second = Math.Log(conditions.SecondConstant);
        return Pinto(conditions, [.. layers.Select((layer, l) =>
        {
            Tensor root = layer.Rank.log().Plus(Constant(Math.Log(layer.Rows))).mul(Half).Plus(Constant((Depth - 1 - l) * first));
            return l == 0 ? root : root.Plus(logDiameter(l + 1)).Plus(Constant(second));
        })]);
    }

    private Tensor Simplified(BatchConditions conditions) => Pinto(
        conditions,
        [Largest().log().Plus(Constant((Depth * Math.Log(conditions.FirstConstant)) + Math.Log(Depth)
            + (0.5 * Math.Log(layers.Max(layer => layer.Rows)))))]);

    private Tensor SimplifiedExplicit(BatchConditions conditions)
    {
        double first = Math.Log(conditions.FirstConstant), width = 0.5 * Math.Log(layers.Max(layer => layer.Rows)), geometric = 0;
        for (int k = 0; k <= Depth - 2; k++)
        {
            geometric += Math.Exp(k * first);
        }

        Tensor rank = Largest().log();
        Tensor main = rank.mul(Half).Plus(Constant(((Depth - 1) * first) + width));
        return Pinto(conditions, geometric == 0
            ? [main]
            : [main, rank.Plus(Constant((1.5 * Math.Log(2)) + Math.Log(conditions.SecondConstant) + Math.Log(geometric) + width))]);
    }

    // ln (Σ (b_i/s_i)^{2/3})^{3/2}.
    private Tensor TwoThirds() =>
        LogSum([.. layers.Select(layer => (layer.LogRowNorms - layer.LogNorm).mul(TwoOverThree))]).mul(ThreeOverTwo);

    private static Tensor Sum(IEnumerable<Tensor> terms) => terms.Aggregate((a, b) => a.Plus(b));

    // ln Σ exp(terms), around the largest.
    private static Tensor LogSum(IReadOnlyList<Tensor> terms)
    {
        Tensor top = terms.Aggregate((a, b) => a.maximum(b));
        return top.Plus(Sum(terms.Select(term => (term - top).exp())).log());
    }
}
