using System.CommandLine;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Cli.Output;
using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Cli.Commands;

/// <summary><c>bounds</c>: every oracle on a network, with the reason where one does not apply.</summary>
internal static class BoundsCommand
{
    public static Command Create(Invocation invocation)
    {
        Argument<string> model = new("model") { Description = "An .onnx file, or weights (.safetensors, .pt, .npz, .npy) with --layers." };
        Option<string?> samples = new("--samples")
        {
            Description = "Number of training samples, where --data is not given.", HelpName = "n",
        };
        Option<string?> data = new("--data")
        {
            Description = "The training inputs, one sample per row (.npy); their norms are certified.",
            HelpName = "x.npy",
        };
        Option<string?> labels = new("--labels")
        {
            Description = "The labels of the data: a class per sample, or one-hot rows (.npy). Margins and margin risk are certified.",
            HelpName = "y.npy",
        };
        Option<string?> testData = new("--test-data")
        {
            Description = "Samples that the network was not trained on (.npy): limits on its error from its errors on them.",
            HelpName = "x.npy",
        };
        Option<string?> testLabels = new("--test-labels") { Description = "The labels of --test-data (.npy).", HelpName = "y.npy" };
        Option<string?> delta = new("--delta") { Description = "Probability of failure (default 1/20).", HelpName = "d" };
        Option<string?> margin = new("--margin") { Description = "Margin (default 1).", HelpName = "g" };
        Option<string?> loss = new("--accuracy-loss")
        {
            Description = "The largest margin that misses at most this fraction of the samples more is reported (default 1/100).",
            HelpName = "f",
        };
        Option<string?> activation = new("--activation")
        {
            Description = "For a file that holds weights only: the activation between the layers (relu).",
            HelpName = "name",
        };
        Option<string?> layers = OptionValues.Layers(), key = OptionValues.Key();
        Option<string?> start = new("--reference")
        {
            Description = "A network of the same shape that was fixed before the data; distances are taken from it instead of from 0.",
            HelpName = "model",
        };
        Option<string?> output = new("--output")
        {
            Description = "Of an .onnx file with several outputs: the one that the network ends with (the first that depends on input).",
            HelpName = "name",
        };
        Option<string[]> files = new("--oracle-file")
        {
            Description = "A statement of your own (.yaml), evaluated like the catalogue's; may be repeated.",
            HelpName = "mine.yaml",
        };
        Option<bool> why = new("--why") { Description = "Lists every statement that is not evaluated with its reason." };
        Option<bool> summary = new("--summary") { Description = "Prints the summary only." };
        Option<bool> full = new("--full") { Description = "Shows all certified digits in the tables instead of six." };
        Option<bool> compare = new("--compare") { Description = "Shows the fast path's values and their distances in the tables." };
        RuntimeOptionSet runtime = new();
        Option<string?> digits = OptionValues.Digits();
        Option<bool> strict = OptionValues.Strict();
        Option<bool> json = OptionValues.Json();
        Command command = new("bounds", "Every oracle that applies to a network, certified, with the fast path's value beside it.")
        {
            model, samples, data, labels, testData, testLabels, delta, margin, loss, activation, layers, key, start, output, files, why,
            summary, full, compare, digits, strict, json,
        };
        runtime.AddTo(command);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(labels) is not null && parsed.GetValue(data) is null)
            {
                throw new InputException("--labels needs the inputs that they belong to: give --data x.npy.");
            }

            if (parsed.GetValue(testLabels) is null != parsed.GetValue(testData) is null)
            {
                throw new InputException("--test-data and --test-labels belong together: give both.");
            }

            if (Array.TrueForAll([samples, data, testData, testLabels], given => parsed.GetValue(given) is null))
            {
                throw new InputException("The number of samples is not known: give --samples n, or --data x.npy.");
            }

            WeightFileOptions weights = OptionValues.Weights(parsed.GetValue(layers), parsed.GetValue(key));
            string path = parsed.GetRequiredValue(model);
            StoredFile file = parsed.GetValue(output) is { } end ? NetworkReader.ReadOutput(path, end) : NetworkReader.Read(path, weights);
            AssessmentOptions options = new()
            {
                Samples = parsed.GetValue(samples) is { } n ? OptionValues.ReadCount("--samples", n, 1, long.MaxValue) : null,
                Data = parsed.GetValue(data) is { } x ? OptionValues.ReadArray(x) : null,
                Labels = parsed.GetValue(labels) is { } y ? OptionValues.ReadArray(y) : null,
                TestData = parsed.GetValue(testData) is { } fresh ? OptionValues.ReadArray(fresh) : null,
                TestLabels = parsed.GetValue(testLabels) is { } classes ? OptionValues.ReadArray(classes) : null,
                AccuracyLoss = parsed.GetValue(loss) is { } f ? OptionValues.ReadFraction("--accuracy-loss", f) : null,
                Delta = parsed.GetValue(delta) is { } d ? ReadProbability(d) : null,
                Margin = parsed.GetValue(margin) is { } g ? OptionValues.ReadPositive("--margin", g) : null,
                Activation = parsed.GetValue(activation),
                Reference = parsed.GetValue(start) is { } reference ? ReadReference(reference, file, weights) : null,
                Further = [.. (parsed.GetValue(files) ?? []).Select(invocation.Rooms.ReadOracle)],
                Runtime = runtime.Read(parsed, path, parsed.GetValue(data) is not null),
                Digits = OptionValues.ReadDigits(parsed.GetValue(digits)),
            };
            AssessmentReport report = Assess(invocation.Rooms, file, options);
            if (parsed.GetValue(json))
            {
                invocation.Page(DocumentContext.Page(BoundsDocument.Of(report), types => types.BoundsDocument));
            }
            else
            {
                AssessmentText.Write(invocation, report, new BoundsTextOptions
                {
                    IsSummary = parsed.GetValue(summary),
                    IsWhy = parsed.GetValue(why),
                    IsFull = parsed.GetValue(full),
                    IsCompare = parsed.GetValue(compare),
                });
            }

            return parsed.GetValue(strict) && Against(report) is { } missing ? Refused(invocation, missing) : ExitStatus.Success;
        });
        return command;
    }

    private static int Refused(Invocation invocation, string reason)
    {
        invocation.Streams.Error.WriteLine($"lowrank: --strict: {reason}.");
        return ExitStatus.Violation;
    }

    /// <summary>What --strict does not pass: no statement about the network, or a value with fewer digits than were asked for.</summary>
    private static string? Against(AssessmentReport report)
    {
        OracleAssessment.Value[] values = [.. report.Oracles.OfType<OracleAssessment.Value>()];
        return values.All(value => value.Oracle.Kind is OracleKind.Quantity or OracleKind.Identity)
            ? "no statement about the network applied"
                + (report.Understanding is { } understanding ? $" ({understanding.Text})" : string.Empty)
            : values.FirstOrDefault(value => value.Reference.Digits < report.Digits) is { } wide
            ? $"{wide.Oracle.Id} has {wide.Reference.Digits} of {report.Digits} digits" : null;
    }

    // Weights alone have no order of their own: the network's layers, by the names of their tensors, give it.
    private static StoredFile ReadReference(string path, StoredFile model, WeightFileOptions options)
    {
        StoredFile file = NetworkReader.Read(path, options with { Key = null });
        string[] names = [.. model.Network?.Layers.SelectMany(layer => layer is DenseLayer dense ? [dense.TensorName]
            : layer is ConvolutionLayer convolution ? [convolution.TensorName] : (string[])[]) ?? []];
        return file.Network is null && names.Length > 0 && Array.TrueForAll(names, name => file.Weights.Any(weight => weight.Name == name))
            ? NetworkReader.Read(path, new() { Layers = names }) : file;
    }

    private static AssessmentReport Assess(Rooms rooms, StoredFile file, AssessmentOptions options)
    {
        RememberedSpectra spectra = new(rooms.Spectra, long.MaxValue);
        return new NetworkAssessment(rooms.Catalogue, new ReferenceEvaluator(rooms.Catalogue, spectra), rooms.Fast, spectra)
            .Assess(file, options);
    }

    private static Rational ReadProbability(string text) => OptionValues.ReadNumber("--delta", text) is var delta && delta.Sign > 0
        && delta < Rational.One
        ? delta
        : throw new InputException($"{OptionValues.Typed("--delta", text)}: the probability must lie between 0 and 1.");
}
