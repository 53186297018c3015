namespace LowRank.Samples;

using static Wide;

/// <summary>What the bounds need of a network, with the defaults of members that are not given.</summary>
internal sealed class RankSparseNetwork
{
    private readonly StoredMatrix[]? references;

    public RankSparseNetwork(Inputs i)
    {
        W = i.Matrices("W");
        references = i.Has("M") ? i.Matrices("M") : null;
        Differences = references is null ? W : [.. W.Zip(references, (w, m) => w - m)];
        Gamma = i.Or("gamma", 1);
        Rho = i.ListOr("rho", () => []);
        P = i.List("p");
        Positions = i.ListOr("positions", () => [.. W.Select(_ => One)]);
        Norms = i.ListOr("op_norm", () => [.. W.Select(w => w.Spectral)]);
    }

    public StoredMatrix[] W { get; }

    public StoredMatrix[] Differences { get; }

    public Wide Gamma { get; }

    public Wide[] Rho { get; }

    public Wide[] P { get; }

    public Wide[] Positions { get; }

    public Wide[] Norms { get; }

    public int Depth => W.Length;

    public Wide Ratio(int l) => Spectra.SchattenSum(Differences[l], P[l]) / Pow(Norms[l], P[l]);

    public Wide ReferenceNorm(int l) => references is null ? Zero : references[l].Spectral;

    /// <summary>The default limit of ‖A_l − M_l‖: the triangle inequality or the Schatten norm, whichever is less.</summary>
    public Wide DefaultLimit(int l)
    {
        Wide triangle = Norms[l] + ReferenceNorm(l);
        return P[l].IsZero ? triangle : Min(triangle, Spectra.SchattenNorm(Differences[l].Nonzero, P[l]));
    }

    public Wide Lipschitz(Wide inputNorm, Wide level) => Sqrt(2) / level * inputNorm * Product(Norms) * Product(Rho);
}
