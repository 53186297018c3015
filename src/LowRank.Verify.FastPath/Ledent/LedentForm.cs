namespace LowRank.Verify.FastPath.Ledent;

/// <summary>
/// The four readings of the dimension W_l of Theorem 3.6 of Ledent, Alves, Lei 2025, for a layer of U outputs, input dimension d and
/// w positions, μ = min(U, d). Only <see cref="Repaired"/> and <see cref="L2"/> agree with a proof.
/// </summary>
public enum LedentForm
{
    /// <summary>W_l = w, as the public script computes.</summary>
    Code,

    /// <summary>W_l = U·w and 1 in the last layer, as its comments say.</summary>
    Doc,

    /// <summary>W_l = U·w·μ and μ in the last layer (loss Lipschitz in the largest output).</summary>
    Repaired,

    /// <summary>W_l = U·w·μ in every layer (loss Lipschitz in the Euclidean norm).</summary>
    L2,
}
