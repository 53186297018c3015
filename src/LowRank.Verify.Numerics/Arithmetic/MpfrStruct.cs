using System.Runtime.InteropServices;

namespace LowRank.Verify.Arithmetic;

/// <summary>The layout of MPFR's mpfr_t on 64-bit platforms.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MpfrStruct
{
    public nint Precision;
    public int Sign;
    public nint Exponent;
    public ulong* Limbs;
}
