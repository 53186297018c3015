namespace LowRank.Verify.Codes.Search;

/// <summary>What a search needs of the limit: about how large, and how many errors a bit is worth. Nothing of it is certified.</summary>
internal static class RoughLimit
{
    /// <summary>About the p above k/n with n·kl(k/n‖p) = bits·ln 2 + 3.</summary>
    public static double Of(double errors, int samples, double bits)
    {
        double q = Math.Clamp(errors / samples, 1e-9, 1 - 1e-9), budget = ((bits * Math.Log(2)) + 3) / samples, low = q, high = 1;
        for (int i = 0; i < 50; i++)
        {
            double p = (low + high) / 2;
            double divergence = (q * Math.Log(q / p)) + ((1 - q) * Math.Log((1 - q) / (1 - p)));
            (low, high) = divergence < budget ? (p, high) : (low, p);
        }

        return high;
    }

    /// <summary>Errors that a bit is worth: the ratio of the slopes in bits and errors.</summary>
    public static double ErrorsPerBit(double errors, int samples, double bits)
    {
        double q = Math.Clamp((errors + 0.5) / samples, 1e-9, 0.9), p = Math.Min(Of(errors + 0.5, samples, bits), 0.999);
        return Math.Log(2) / Math.Log(p * (1 - q) / (q * (1 - p)));
    }
}
