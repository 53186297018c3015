using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Cli.Output;

/// <summary>
/// The three Schatten sums of one exponent: as stored, over all matrices that round to the stored one, and at the storage rank.
/// </summary>
/// <param name="Exponent">p as it was written.</param>
/// <param name="Sum">Of the matrix as stored.</param>
/// <param name="StorageSum">Over the storage range; null when there is none.</param>
/// <param name="AtStorageRank">Of the best approximation at the storage rank; null when there is none.</param>
/// <param name="Digits">Significant digits that <paramref name="Sum"/> determines.</param>
internal sealed record SchattenSums(string Exponent, Interval Sum, Interval? StorageSum, Interval? AtStorageRank, int Digits);
