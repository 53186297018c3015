using System.Globalization;

namespace LowRank.Verify.Networks.Files;

/// <summary>Checked arithmetic on the dimensions that a file claims.</summary>
internal static class TensorShape
{
    /// <summary>The dimensions as ints and their product.</summary>
    /// <exception cref="InputException">A dimension is negative or beyond int, or the product is beyond int.</exception>
    public static (int[] Shape, int Count) Check(IReadOnlyList<long> dimensions, string place)
    {
        Int128 count = 1;
        int[] shape = new int[dimensions.Count];
        for (int i = 0; i < shape.Length; i++)
        {
            long d = dimensions[i];
            if (d < 0)
            {
                throw new InputException($"{place}: dimension {i} is {d}; a dimension cannot be negative.");
            }

            if (d > int.MaxValue)
            {
                throw new InputException($"{place}: dimension {i} is {d}, more than this program can hold ({int.MaxValue}).");
            }

            shape[i] = (int)d;
        }

        if (shape.Contains(0))
        {
            return (shape, 0);
        }

        foreach (int d in shape)
        {
            count *= d;
            if (count > Array.MaxLength)
            {
                throw new InputException(
                    $"{place}: shape {Format(shape)} has more entries than this program can hold ({Array.MaxLength}).");
            }
        }

        return (shape, (int)count);
    }

    /// <summary>"64×20"; "scalar" for no dimensions.</summary>
    public static string Format(IReadOnlyList<int> shape) =>
        shape.Count == 0 ? "scalar" : string.Join('×', shape.Select(d => d.ToString(CultureInfo.InvariantCulture)));
}
