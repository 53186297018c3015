namespace LowRank.Verify.LinearAlgebra;

/// <summary>
/// A ≈ U diag(s) Vᵀ where the engine computes, and V as an unevaluated sum of doubles that can be improved there. Every number that is
/// called a bound is one: it covers all rounding errors of its own computation. Not safe for use from several threads.
/// </summary>
public interface IResidentDecomposition : IDisposable
{
    /// <summary>s as proposed, n numbers.</summary>
    IReadOnlyList<double> Values { get; }

    /// <summary>
    /// Upper bounds of ‖I − UᵀU‖, ‖I − VᵀV‖ and ‖AV − U diag(s)‖; not finite when the proposal is no decomposition at all.
    /// </summary>
    /// <exception cref="EngineRefusedException">An exact product came back wrong.</exception>
    ResidentBounds Bounds();

    /// <summary>The proposal, brought here.</summary>
    SingularTriplets Download();

    /// <summary>Computes W ≈ AV to about so many bits below ‖A‖_F, and keeps it.</summary>
    /// <exception cref="EngineRefusedException">An exact product came back wrong.</exception>
    ResidentImage Image(int bits);

    /// <summary>
    /// Upper bounds of ‖Aᵀw_j − (high_j + low_j)v_j‖ for the last W; the residuals themselves are kept for <see cref="Correct"/>.
    /// </summary>
    /// <exception cref="EngineRefusedException">An exact product came back wrong.</exception>
    double[] Residuals(double[] high, double[] low, int bits);

    /// <summary>
    /// One step of Newton's method, V ← V + VG, g_ij = v_iᵀr_j/(τ_j − τ_i) for the last residuals r_j and τ_j ≈ ‖w_j‖²/‖v_j‖². A bad step
    /// costs digits, not truth.
    /// </summary>
    void Correct(double[] squares);
}

/// <summary>What a proposed decomposition lacks.</summary>
/// <param name="LeftDefect">≥ ‖I − UᵀU‖.</param>
/// <param name="RightDefect">≥ ‖I − VᵀV‖.</param>
/// <param name="Residual">≥ ‖AV − U diag(s)‖.</param>
public sealed record ResidentBounds(double LeftDefect, double RightDefect, double Residual);

/// <summary>‖x_j‖² lies within Errors[j] of Σ_t Terms[t][j].</summary>
/// <param name="Terms">Doubles, one list a term.</param>
/// <param name="Errors">Bounds, one per column.</param>
public sealed record ResidentSquares(double[][] Terms, double[] Errors);

/// <summary>What is known of W, the stored approximation of AV, and of V.</summary>
/// <param name="Image">The squared norms of W's columns.</param>
/// <param name="Vectors">The squared norms of V's columns.</param>
/// <param name="Errors">≥ ‖w_j − Av_j‖.</param>
public sealed record ResidentImage(ResidentSquares Image, ResidentSquares Vectors, double[] Errors);
