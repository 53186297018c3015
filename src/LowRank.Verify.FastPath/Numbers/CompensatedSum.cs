using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.FastPath.Numbers;

/// <summary>
/// A running sum with the rounding errors summed beside it: |error| ≤ u·|Σx| + O(n²u²)·Σ|x| (Ogita, Rump, Oishi 2005).
/// </summary>
internal struct CompensatedSum
{
    private double high;
    private double low;

    /// <summary>The sum so far.</summary>
    public readonly double Total => high + low;

    /// <summary>Adds one number.</summary>
    public void Add(double value)
    {
        high = ErrorFree.TwoSum(high, value, out double error);
        low += error;
    }

    /// <summary>Adds a product with its rounding error.</summary>
    public void AddProduct(double x, double y)
    {
        double product = ErrorFree.TwoProduct(x, y, out double error);
        Add(product);
        low += error;
    }

    /// <summary>Adds a square with its rounding error.</summary>
    public void AddSquare(double value)
    {
        double square = ErrorFree.TwoProduct(value, value, out double error);
        Add(square);
        low += error;
    }
}
