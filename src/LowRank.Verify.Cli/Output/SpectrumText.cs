using LowRank.Verify.Spectra;

namespace LowRank.Verify.Cli.Output;

/// <summary>The text of <c>spectrum</c>.</summary>
internal static class SpectrumText
{
    /// <summary>Singular values listed from either end of a long spectrum; --json gives all.</summary>
    private const int Shown = 6;

    public static void Write(Invocation invocation, SpectrumReport report)
    {
        foreach (TensorSpectrum tensor in report.Tensors)
        {
            Write(invocation, tensor);
        }

        LeftOut(invocation, report.Skipped, report.Notes);
    }

    /// <summary>What is not shown, and what is to be said of the file.</summary>
    public static void LeftOut(Invocation invocation, IReadOnlyList<SkippedTensor> skipped, IReadOnlyList<string> notes)
    {
        foreach (SkippedTensor tensor in skipped)
        {
            string shape = tensor.Shape is { } known ? $" [{string.Join(", ", known)}]" : string.Empty;
            invocation.Line($"left out: {tensor.Name}{shape}, {tensor.Reason}");
        }

        foreach (string note in notes)
        {
            invocation.Line($"note: {note}");
        }
    }

    private static void Write(Invocation invocation, TensorSpectrum tensor)
    {
        CertifiedSingularValues spectrum = tensor.Spectrum;
        int digits = tensor.Wanted;
        invocation.Line($"{tensor.Name}  {string.Join(" x ", tensor.Shape)}  {tensor.StorageName}");
        if (tensor.Note is { } note)
        {
            invocation.Line($"  note: {note}");
        }

        invocation.Line($"  spectral norm    {EnclosureFormat.Text(spectrum.SpectralNorm, digits)}");
        invocation.Line($"  Frobenius norm   {EnclosureFormat.Text(tensor.Frobenius, digits)}");
        string stableRank = tensor.StableRank is { } stable
            ? EnclosureFormat.Text(stable, digits)
            : "undecided: the spectral norm is not bounded away from 0";
        invocation.Line($"  stable rank      {stableRank}");
        invocation.Line($"  exact rank       {spectrum.Rank}");
        invocation.Line(tensor.Stored?.StorageRank is { } storage && tensor.Stored?.StorageRadius is { } radius
            ? $"  storage rank     {storage}  (singular values above {EnclosureFormat.Short(radius.UpperDouble)}, "
                + "the radius of what rounds to this matrix)"
            : $"  storage rank     none: {tensor.ReasonAgainstStorageRange}");
        invocation.Line(tensor.Wish.Width is null
            ? $"  digits           {tensor.LeastDigits} of {tensor.Wish.Digits} asked for"
            : $"  width            {tensor.Reached}");
        invocation.Line($"  method           {spectrum.Method}");
        if (!tensor.IsReached)
        {
            bool isZero = tensor.Obstacles.Count > 0 && spectrum.SingularValues[tensor.Obstacles[0] - 1].Lower.IsZero;
            string zero = isZero ? ", which cannot be told from 0" : string.Empty;
            invocation.Line($"  in the way       {Ranges(tensor.Obstacles)}{zero}");
        }

        TextTable sums = new("p", "sum of sigma^p as stored", "over all matrices that round to it", "at the storage rank");
        foreach (SchattenSums row in tensor.Schatten)
        {
            sums.Row(row.Exponent, EnclosureFormat.Text(row.Sum, digits), Optional(row.StorageSum, digits),
                Optional(row.AtStorageRank, digits));
        }

        sums.WriteTo(invocation);
        int count = spectrum.SingularValues.Count;
        for (int i = 0; i < count; i++)
        {
            if (count > (2 * Shown) + 1 && i == Shown)
            {
                invocation.Line($"  ... {count - (2 * Shown)} more (all with --json)");
                i = count - Shown;
            }

            invocation.Line($"  sigma[{i + 1}] {EnclosureFormat.Text(spectrum.SingularValues[i], digits)}");
        }

        invocation.Line();
    }

    // "sigma[3], sigma[7..12]"; many of them are cut.
    private static string Ranges(IReadOnlyList<int> places)
    {
        const int Most = 4;
        if (places.Count == 0)
        {
            return "no singular value by itself: their sum";
        }

        List<string> runs = [];
        for (int i = 0; i < places.Count && runs.Count <= Most;)
        {
            int end = i;
            while (end + 1 < places.Count && places[end + 1] == places[end] + 1)
            {
                end++;
            }

            runs.Add(runs.Count == Most ? "..." : i == end ? $"sigma[{places[i]}]" : $"sigma[{places[i]}..{places[end]}]");
            i = end + 1;
        }

        return string.Join(", ", runs);
    }

    private static string Optional(Arithmetic.Interval? enclosure, int digits) =>
        enclosure is null ? "none" : EnclosureFormat.Text(enclosure, digits);
}
