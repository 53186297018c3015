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
}
