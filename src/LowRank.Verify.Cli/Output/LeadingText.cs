using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Cli.Output;

/// <summary>The text of <c>spectrum --top</c>.</summary>
internal static class LeadingText
{
    public static void Write(Invocation invocation, IReadOnlyList<LeadingTensor> tensors, IReadOnlyList<SkippedTensor> skipped,
        IReadOnlyList<string> notes)
    {
        foreach (LeadingTensor tensor in tensors)
        {
            int digits = tensor.Wanted;
            string matrix = tensor.Shape.Count > 2 ? $"  (as a matrix {tensor.Matrix[0]} x {tensor.Matrix[1]})" : string.Empty;
            invocation.Line($"{tensor.Name}  {string.Join(" x ", tensor.Shape)}  {tensor.StorageName}{matrix}");
            invocation.Line($"  Frobenius norm   {EnclosureFormat.Text(tensor.Frobenius, digits)}");
            string stableRank = tensor.StableRank is { } stable
                ? EnclosureFormat.Text(stable, digits)
                : "undecided: the spectral norm is not bounded away from 0";
            invocation.Line($"  stable rank      {stableRank}");
            invocation.Line($"  tail             {(tensor.Tail is { } tail ? EnclosureFormat.Text(tail, digits) : "none")} of the energy "
                + $"||A||_F^2 lies beyond sigma[{tensor.Top}]");
            invocation.Line($"  digits           {tensor.Digits} of {digits} asked for"
                + $"{(tensor.Obstacle is { } place ? $"; the first value with fewer is sigma[{place}]" : string.Empty)}");
            invocation.Line($"  method           {tensor.Spectrum.Method}");
            TextTable sums = new("p", "sum of sigma^p over all singular values");
            foreach ((string exponent, Interval sum) in tensor.Sums)
            {
                sums.Row(exponent, EnclosureFormat.Text(sum, digits));
            }

            sums.WriteTo(invocation);
            foreach ((Interval value, int i) in tensor.Values.Select((value, i) => (value, i)))
            {
                invocation.Line($"  sigma[{i + 1}] {EnclosureFormat.Text(value, digits)}");
            }

            invocation.Line();
        }

        SpectrumText.LeftOut(invocation, skipped, notes);
    }
}
