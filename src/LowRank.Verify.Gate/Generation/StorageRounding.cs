using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Gate.Generation;

/// <summary>Rounds numbers to a storage format, the way generated matrices are stored.</summary>
internal static class StorageRounding
{
    /// <summary>The number as stored; beyond the range the largest finite number.</summary>
    public static double Round(double value, StorageType storage)
    {
        double stored = storage switch
        {
            StorageType.Float32 => (float)value,
            StorageType.Float16 => (double)(Half)value,
            StorageType.BFloat16 =>
                BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits((float)value) & unchecked((int)0xFFFF0000)),
            _ => value,
        };
        double largest = storage switch
        {
            StorageType.Float32 => float.MaxValue,
            StorageType.Float16 => (double)Half.MaxValue,
            StorageType.BFloat16 => BitConverter.Int32BitsToSingle(0x7F7F0000),
            _ => double.MaxValue,
        };
        return Math.Clamp(stored, -largest, largest);
    }
}
