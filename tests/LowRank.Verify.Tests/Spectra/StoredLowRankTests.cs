using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Spectra;

/// <summary>
/// The 500×500 product of rank 5 in fixtures/spectra, as float64 stores it and cast to the narrower formats. The exact product has
/// Σσ^p as below (numpy, double precision, from the factors); as stored it has full rank in every format, and storage rank 5.
/// </summary>
public sealed class StoredLowRankTests
{
    private static readonly (double P, double Sum)[] Meant = [(2, 3.937), (1, 4.418), (0.5, 4.695), (0.2, 4.875), (0.1, 4.937),
        (0.025, 4.984)];

    // Half a unit of the last printed digit, and the change of the five leading values by rounding to float16 (1e-6 of each).
    private const double PrintedDigits = 5.1e-4;

    private static readonly Matrix Stored = NetworkReader.Read(Repository.Fixture("spectra", "rank5-500.npy")).Tensors[0].ToMatrix();

    [Theory]
    [InlineData(StorageType.Float64, 20)]
    [InlineData(StorageType.Float32, 15)]
    [InlineData(StorageType.Float16, 15)]
    public void The_storage_rank_is_that_of_the_product(StorageType storage, int digits)
    {
        CertifiedSpectrum spectrum = new SpectrumCertifier(Engines.Default).Certify(Cast(storage), digits);
        Assert.Equal(new IntegerBracket(5, 5), spectrum.StorageRank);
        IntervalContext context = new(160);
        foreach ((double p, double sum) in Meant)
        {
            Interval value = spectrum.SchattenSumAtStorageRank(context, Interval.Of(p)).Value;
            Assert.True(value.UpperDouble - value.LowerDouble < 1e-9, $"{value}");
            Assert.InRange(value.LowerDouble, sum - PrintedDigits, sum + PrintedDigits);

            // What was meant lies in the storage range.
            Interval range = spectrum.StorageSchattenSum(context, Interval.Of(p)).Value;
            Assert.True(range.LowerDouble <= sum + PrintedDigits && sum - PrintedDigits <= range.UpperDouble);
        }
    }

    [Theory]
    [InlineData(StorageType.Float64, 0.1, "14.01")] // what an ordinary double SVD gives as 15.1
    [InlineData(StorageType.Float32, 0.1, "68.2")]
    [InlineData(StorageType.Float16, 0.5, "6.405")]
    [InlineData(StorageType.Float16, 0.2, "54.58")]
    [InlineData(StorageType.Float16, 0.1, "160.8")]
    [InlineData(StorageType.Float16, 0.025, "375.3")]
    public void Sums_of_the_matrix_as_stored_have_the_published_digits(StorageType storage, double p, string published)
    {
        IntervalContext context = new(160);
        Interval[] exponents = [.. new[] { 0.025, 0.1, 0.2, 0.5, 1, 2 }.Select(q => Interval.Of(q))];
        CertifiedSpectrum spectrum = new SpectrumCertifier(Engines.Default).Certify(
            Cast(storage), new SpectrumGoal(15, found => exponents.All(q => found.SchattenSum(context, q).Value.Digits(6) >= 6)));
        Assert.All(exponents, q => Assert.True(spectrum.SchattenSum(context, q).Value.Digits(6) >= 6, $"p = {q}"));
        double unit = Math.Pow(10, -(published.Length - 1 - published.IndexOf('.', StringComparison.Ordinal)));
        Interval sum = spectrum.SchattenSum(context, Interval.Of(p)).Value;
        double value = double.Parse(published, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(sum.LowerDouble, value - (0.51 * unit), value + (0.51 * unit)); // half a unit of the last digit
        Assert.InRange(sum.UpperDouble, value - (0.51 * unit), value + (0.51 * unit));
    }

    [Theory]
    [InlineData(StorageType.Float64)]
    [InlineData(StorageType.Float32)]
    [InlineData(StorageType.Float16)]
    public void As_stored_the_rank_is_full(StorageType storage) =>
        Assert.Equal(new IntegerBracket(500, 500), ExactRank.Bracket(Cast(storage)));

    private static Matrix Cast(StorageType storage) => new(500, 500, Array.ConvertAll(Stored.Values, x => storage switch
    {
        StorageType.Float32 => (float)x,
        StorageType.Float16 => (double)(Half)x,
        _ => x,
    }), storage);
}
