using System.CommandLine;
using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Cli.Output;
using LowRank.Verify.Codes.Certificates;
using LowRank.Verify.Codes.Decoded;
using LowRank.Verify.Codes.Execution;
using LowRank.Verify.Codes.Search;
using LowRank.Verify.Codes.Words;
using LowRank.Verify.Gate.Files;

namespace LowRank.Verify.Cli.Commands;

/// <summary><c>compress</c>: a classifier as a short file, with the limit on its error that its length gives.</summary>
internal static class CompressCommand
{
    private const int LongestSearch = 86_400, DefaultBudget = 60;
    private static readonly Rational DefaultDelta = Rational.Parse("1/20");

    public static Command Create(Invocation invocation)
    {
        Option<string> data = new("--data") { Description = "The samples, one per row (.npy).", HelpName = "x.npy", Required = true };
        Option<string> labels = new("--labels") { Description = "A class per sample (.npy).", HelpName = "y.npy", Required = true };
        Option<string?> output = new("--out") { Description = "The file to write.", HelpName = "net.lrz" };
        Option<string?> check = new("--check")
        {
            Description = "Nothing is searched: the limit of this file, from it and the data that it was made from.",
            HelpName = "net.lrz",
        };
        Option<string?> kind = new("--kind")
        {
            Description = "network (default): integer weights; samples: some of the samples vote.", HelpName = "kind",
        };
        Option<string?> map = new("--map")
        {
            Description = "Map of the inputs, fixed before the data: identity, dct, pool, features, or auto (default; all but features).",
            HelpName = "name",
        };
        Option<string?> hidden = new("--hidden") { Description = "Of --map features: hidden units (default 48).", HelpName = "n" };
        Option<string?> holdOut = new("--hold-out")
        {
            Description = "Share of the samples that is drawn by --seed and kept from the search, to test the file on.", HelpName = "f",
        };
        Option<string?> testData = new("--test-data") { Description = "Samples that had no part in the file (.npy).", HelpName = "x.npy" };
        Option<string?> testLabels = new("--test-labels") { Description = "Their classes (.npy).", HelpName = "y.npy" };
        Option<string?> delta = new("--delta") { Description = "Probability of failure (default 1/20).", HelpName = "d" };
        Option<string?> seed = new("--seed") { Description = "Seed of the search and of --hold-out (default 1).", HelpName = "s" };
        Option<string?> budget = new("--budget") { Description = "Seconds for the search (default 60).", HelpName = "s" };
        Option<bool> json = OptionValues.Json();
        Command command = new("compress",
            "A classifier as a short file, and the certified limit on its error that its length gives. The search needs no start network.")
        {
            data, labels, output, check, kind, map, hidden, holdOut, testData, testLabels, delta, seed, budget, json,
        };
        command.SetAction(parsed =>
        {
            Rational failure = parsed.GetValue(delta) is { } d ? OptionValues.ReadNumber("--delta", d) : DefaultDelta;
            if (failure.Sign <= 0 || failure >= Rational.One)
            {
                throw new InputException(
                    $"{OptionValues.Typed("--delta", parsed.GetValue(delta)!)}: the probability must lie between 0 and 1.");
            }

            if (parsed.GetValue(output) is null == parsed.GetValue(check) is null)
            {
                throw new InputException("Give --out net.lrz, the file to write, or --check net.lrz, the file to check, and not both.");
            }

            if (parsed.GetValue(testData) is null != parsed.GetValue(testLabels) is null)
            {
                throw new InputException("--test-data and --test-labels belong together: give both.");
            }

            if (parsed.GetValue(holdOut) is not null && parsed.GetValue(testData) is not null)
            {
                throw new InputException("--hold-out draws the test samples, --test-data names them: give one of the two.");
            }

            if (parsed.GetValue(output) is { } target)
            {
                AtomicFile.Check(target, "--out");
            }

            int start = (int)OptionValues.ReadCount("--seed", parsed.GetValue(seed) ?? "1", 0, 1_000_000);
            string kindName = Choice("--kind", parsed.GetValue(kind) ?? "network", "network", "samples");
            string mapName = Choice("--map", parsed.GetValue(map) ?? "auto", "auto", "identity", "dct", "pool", "features");
            int units = (int)OptionValues.ReadCount("--hidden", parsed.GetValue(hidden) ?? "48", 1, 1024);
            long seconds = OptionValues.ReadCount(
                "--budget", parsed.GetValue(budget) ?? DefaultBudget.ToString(CultureInfo.InvariantCulture), 1, LongestSearch);
            string? path = parsed.GetValue(check);
            CodedPredictor? predictor = path is null ? null : LrzFile.Read(ReadBytes(path), path);
            LabelledData all = LabelledData.Of(OptionValues.ReadArray(parsed.GetRequiredValue(data)),
                OptionValues.ReadArray(parsed.GetRequiredValue(labels)), predictor?.Classes);
            int classes = predictor?.Classes ?? Math.Max(2, all.Classes.Max() + 1);
            (LabelledData own, LabelledData? test) = parsed.GetValue(holdOut) is { } share ? Split(all, share, start)
                : (all, parsed.GetValue(testData) is not { } x ? null
                : LabelledData.Of(OptionValues.ReadArray(x), OptionValues.ReadArray(parsed.GetValue(testLabels)!), classes));
            predictor ??= kindName == "samples" ? SampleSearch.Run(own, classes, start, seconds)
                : NetworkSearch.Run(own, classes, mapName, units, start, seconds);
            ErrorLimit code = CodeCertificate.Of(predictor, own, failure, invocation.Rooms.Reference);
            ErrorLimit? fresh = test is null ? null
                : CodeCertificate.OfTest(predictor, own, test, failure, invocation.Rooms.Reference);
            if (path is null)
            {
                path = parsed.GetValue(output)!;
                byte[] bytes = LrzFile.Write(predictor);
                AtomicFile.Write(path, stream => stream.Write(bytes));
            }

            CompressDocument document = new(path, predictor is KeptSamples ? "samples" : "network", CompressText.Parts(predictor),
                failure.ToString(), CodedLimit.Of(code), fresh is null ? null : CodedLimit.Of(fresh), CompressText.Verdict(code, fresh));
            if (parsed.GetValue(json))
            {
                invocation.Page(DocumentContext.Page(document, types => types.CompressDocument));
            }
            else
            {
                CompressText.Write(invocation, document, code, fresh);
            }

            return ExitStatus.Success;
        });
        return command;
    }

    private static string Choice(string option, string text, params string[] choices) => choices.Contains(text) ? text
        : throw new InputException($"{OptionValues.Typed(option, text)}: write one of {string.Join(", ", choices)}.");

    private static (LabelledData Own, LabelledData Test) Split(LabelledData all, string text, int seed)
    {
        double share = OptionValues.ReadFraction("--hold-out", text).ToDouble();
        int[] order = [.. Enumerable.Range(0, all.Samples)];
        new Random(seed).Shuffle(order);
        int held = (int)Math.Round(share * all.Samples);
        return held >= 1 && held < all.Samples ? (all.Of(order[held..]), all.Of(order[..held]))
            : throw new InputException(
                $"{OptionValues.Typed("--hold-out", text)}: of {all.Samples} samples that leaves none on one side.");
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            FileInfo file = new(path);
            return file.Exists && file.Length > LrzFile.LongestFile ? throw new InputException(
                $"{path}: {file.Length} bytes are more than the {LrzFile.LongestFile} that a .lrz file may have.")
            : File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{path}: the file cannot be read ({e.Message}).", e);
        }
    }
}
