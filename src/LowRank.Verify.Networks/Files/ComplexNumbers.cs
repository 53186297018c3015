namespace LowRank.Verify.Networks.Files;

/// <summary>Arrays of complex numbers, which no statement here takes.</summary>
internal static class ComplexNumbers
{
    /// <summary>The singular values of C = A + iB, each twice, are those of the real matrix [[A, −B], [B, A]].</summary>
    public const string Reason = "its entries are complex, and only real matrices are certified: save "
        + "np.block([[C.real, -C.imag], [C.imag, C.real]]), which has every singular value of C twice";
}
