namespace LowRank.Verify.LinearAlgebra;

/// <summary>The number format in which a tensor is stored; every finite value of each is exactly a double.</summary>
public enum StorageType
{
    /// <summary>IEEE binary64.</summary>
    Float64,

    /// <summary>IEEE binary32.</summary>
    Float32,

    /// <summary>IEEE binary16.</summary>
    Float16,

    /// <summary>bfloat16: binary32 with an 8-bit significand.</summary>
    BFloat16,

    /// <summary>
    /// 8-bit integers −128 … 127 times one positive scale of the whole matrix; −128 and 127 are saturated, and may stand for anything
    /// beyond them.
    /// </summary>
    Int8,

    /// <summary>
    /// 8 bits, four of exponent, three of fraction, no infinity (OCP E4M3); ±448 is saturated, and may stand for anything beyond it.
    /// </summary>
    Float8E4M3,

    /// <summary>8 bits, five of exponent, two of fraction (OCP E5M2); ±57344 may be saturated, and stand for anything beyond it.</summary>
    Float8E5M2,

    /// <summary>4 bits, two of exponent, one of fraction (OCP E2M1); ±6 is saturated, and may stand for anything beyond it.</summary>
    Float4E2M1,

    /// <summary>
    /// No format: integers, or numbers put together from several stored ones without rounding. They stand for themselves alone, and there
    /// is no storage range.
    /// </summary>
    Derived,
}
