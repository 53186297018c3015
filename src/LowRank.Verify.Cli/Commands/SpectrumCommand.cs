using System.CommandLine;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Cli.Output;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Cli.Commands;

/// <summary><c>spectrum</c>: certified singular values and what follows from them, for the matrices of a file.</summary>
internal static class SpectrumCommand
{
    /// <summary>Characters that a message gives of a name.</summary>
    private const int LongestName = 80;

    private const string DefaultExponents = "0,0.1,0.5,1,2", DefaultOfTop = "0.1,0.5,1,2";

    public static Command Create(Invocation invocation)
    {
        Argument<string> file = new("file")
        {
            Description = "An .onnx, .safetensors (or the index of its shards), .pt, .npy or .npz file.",
        };
        Option<string?> tensor = new("--tensor")
        {
            Description = "Only the tensor, or the matrix put together from several, of this name.",
            HelpName = "name",
        };
        Option<string?> key = OptionValues.Key();
        Option<string?> exponents = new("--p")
        {
            Description = $"Exponents of the Schatten sums, exact decimals or fractions (default {DefaultExponents}; 0 is the rank).",
            HelpName = "p,p,..",
        };
        Option<string?> top = new("--top")
        {
            Description =
                "Only the k largest singular values, by products alone (block Lanczos with residual bounds): for matrices too large to "
                + "decompose. Norms and sums follow from these and the energy of the others.",
            HelpName = "k",
        };
        Option<string?> digits = OptionValues.Digits();
        Option<string?> width = new("--width")
        {
            Description = "Instead of digits: the width that the enclosure of every norm and sum is to have at most.",
            HelpName = "w",
        };
        Option<bool> strict = OptionValues.Strict();
        Option<bool> json = OptionValues.Json();
        Command command = new("spectrum", "Certified spectrum, ranks, norms and Schatten sums of the matrices in a file.")
        {
            file, tensor, key, exponents, top, digits, width, strict, json,
        };
        command.SetAction(parsed =>
        {
            Rational? widest = parsed.GetValue(width) is { } asked ? OptionValues.ReadPositive("--width", asked) : null;
            if (widest is not null && parsed.GetValue(digits) is not null)
            {
                throw new InputException("--width and --digits exclude each other: ask for one of them.");
            }

            StoredFile stored = NetworkReader.Read(parsed.GetRequiredValue(file), OptionValues.Weights(null, parsed.GetValue(key)));
            if (parsed.GetValue(top) is { } leading)
            {
                return Leading(invocation, parsed, stored, tensor, exponents, leading, widest, digits, strict, json);
            }

            int wanted = OptionValues.ReadDigits(parsed.GetValue(digits));
            var powers = OptionValues.ReadExponents("--p", parsed.GetValue(exponents) ?? DefaultExponents);
            SpectrumReport report = Certify(invocation, stored, parsed.GetValue(tensor),
                new SpectrumWish(wanted, widest), powers);
            if (parsed.GetValue(json))
            {
                invocation.Page(DocumentContext.Page(SpectrumDocument.Of(report), types => types.SpectrumDocument));
            }
            else
            {
                SpectrumText.Write(invocation, report);
            }

            if (!parsed.GetValue(strict) || report.ReachedDigits)
            {
                return ExitStatus.Success;
            }

            TensorSpectrum missing = report.Tensors.First(tensor => !tensor.IsReached);
            invocation.Streams.Error.WriteLine($"lowrank: --strict: '{missing.Name}': {missing.Reached}.");
            return ExitStatus.Violation;
        });
        return command;
    }

    private static int Leading(
        Invocation invocation, ParseResult parsed, StoredFile file, Option<string?> tensor, Option<string?> exponents, string asked,
        Rational? width, Option<string?> digits, Option<bool> strict, Option<bool> json)
    {
        int count = (int)OptionValues.ReadCount("--top", asked, 1, int.MaxValue);
        if (width is not null)
        {
            throw new InputException(
                "--top and --width exclude each other: the width of a sum over all values is limited by the values that are not sought.");
        }

        var powers = OptionValues.ReadExponents("--p", parsed.GetValue(exponents) ?? DefaultOfTop);
        if (powers.Any(p => p.Value.Sign == 0))
        {
            throw new InputException("--p 0: the rank follows from the whole spectrum only; leave out --top, or the 0.");
        }

        int wanted = OptionValues.ReadDigits(parsed.GetValue(digits));
        LeadingSpectrumCertifier certifier = new(invocation.Rooms.Engine);
        (List<LeadingTensor> found, List<SkippedTensor> skipped) = Each(invocation, file, parsed.GetValue(tensor),
            (stored, progress) => LeadingTensor.Of(
                stored,
                certifier.Certify(Wide(stored.Factors[0]), count, new LeadingSpectrumOptions { Progress = progress }),
                wanted,
                powers),
            stored => stored.Factors.Count == 1 && stored.Scale == Rational.One ? null
                : "it is put together from several matrices, and --top takes stored ones: leave out --top");
        if (parsed.GetValue(json))
        {
            invocation.Page(DocumentContext.Page(LeadingDocument.Of(file.Path, found, skipped, file.Notes),
                types => types.LeadingDocument));
        }
        else
        {
            LeadingText.Write(invocation, found, skipped, file.Notes);
        }

        if (!parsed.GetValue(strict) || found.Find(t => t.Digits < wanted) is not { } missing)
        {
            return ExitStatus.Success;
        }

        invocation.Streams.Error.WriteLine(
            $"lowrank: --strict: '{missing.Name}': sigma[{missing.Obstacle}] has {missing.Digits} of {wanted} digits.");
        return ExitStatus.Violation;
    }

    /// <summary>The matrix or its transpose, whose left vectors are the short ones; the singular values are the same.</summary>
    private static Matrix Wide(Matrix matrix) => matrix.Rows > matrix.Columns ? matrix.Transpose() : matrix;

    private static SpectrumReport Certify(
        Invocation invocation, StoredFile file, string? name, SpectrumWish wish, IReadOnlyList<(string Text, Rational Value)> powers)
    {
        (List<TensorSpectrum> tensors, List<SkippedTensor> skipped) = Each(invocation, file, name,
            (weight, progress) => TensorSpectrum.Of(weight, invocation.Rooms.Certifier, wish, powers, progress), _ => null);
        return new SpectrumReport(file.Path, tensors, skipped, file.Notes);
    }

    private static (List<T> Found, List<SkippedTensor> Skipped) Each<T>(Invocation invocation, StoredFile file, string? name,
        Func<StoredWeight, IProgress<string>, T> certify, Func<StoredWeight, string?> against)
    {
        IReadOnlyList<StoredWeight> weights = name is null ? file.Matrices() : [file.Matrix(name)];
        List<SkippedTensor> skipped = name is not null ? []
            : [.. file.NoMatrices().Select(tensor => new SkippedTensor(tensor.Name, tensor.Shape, tensor.Reason))];
        List<T> found = [];
        foreach (StoredWeight weight in weights)
        {
            if (against(weight) is { } reason)
            {
                skipped.Add(new SkippedTensor(weight.Name, weight.Shape, reason));
                continue;
            }

            using StepLine progress = new(invocation.Streams.IsTerminal ? invocation.Streams.Error : null, Cut(weight.Name));
            found.Add(certify(weight, progress));
        }

        if (found.Count > 0)
        {
            return (found, skipped);
        }

        string further = skipped.Count > 1 ? $"; and {skipped.Count - 1} more" : string.Empty,
            why = skipped.Count > 0 ? $" (tensor '{Cut(skipped[0].Name)}': {skipped[0].Reason}{further})" : string.Empty;
        throw new InputException($"{file.Path}: there is no matrix in this file{why}.");
    }

    private static string Cut(string name) => name.Length <= LongestName ? name : string.Concat(name.AsSpan(0, LongestName), "...");
}
