using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Codes.Decoded;
using LowRank.Verify.Codes.Execution;
using LowRank.Verify.Codes.Words;
using LowRank.Verify.Inputs;

namespace LowRank.Verify.Codes.Certificates;

/// <summary>A limit on the error by a statement of the catalogue, with what it was evaluated at.</summary>
/// <param name="Oracle">The statement.</param>
/// <param name="Errors">Errors counted; ties are errors.</param>
/// <param name="Samples">Samples of the statement.</param>
/// <param name="Bits">Bits that count; 0 for a test.</param>
/// <param name="Kept">Samples that are kept.</param>
/// <param name="Limit">The value.</param>
internal sealed record ErrorLimit(string Oracle, int Errors, int Samples, int Bits, int Kept, Interval Limit);

/// <summary>Errors of what a file stands for, and the limits that statements of the catalogue give at them.</summary>
internal static class CodeCertificate
{
    /// <summary>The limit by the length of the file and its errors on the data that it was made from.</summary>
    /// <exception cref="InputException">The data are not of the shape or number that the file names.</exception>
    public static ErrorLimit Of(CodedPredictor predictor, LabelledData data, Rational delta, ReferenceEvaluator reference)
    {
        RequireShape(predictor, data);
        if (predictor is KeptSamples other && other.Samples != data.Samples)
        {
            throw new InputException($"{data.Source}: it holds {data.Samples} samples, the file keeps some of {other.Samples}.");
        }

        int[] kept = predictor is KeptSamples k ? k.Kept : [];
        if (kept.Length >= data.Samples)
        {
            throw new InputException($"{data.Source}: every one of the {data.Samples} samples is kept, none is left to count errors on.");
        }

        HashSet<int> isKept = [.. kept];
        LabelledData counted = kept.Length == 0 ? data
            : data.Of([.. Enumerable.Range(0, data.Samples).Where(i => !isKept.Contains(i))]);
        int errors = Errors(predictor, data, counted), bits = LrzFile.CountedBits(predictor);
        (string Name, InputValue Value)[] inputs =
        [
            ("k_err", Number(errors)), ("n", Number(data.Samples)), ("l_bits", Number(bits)), ("delta", new InputValue.Number(delta)),
        ];
        return predictor is KeptSamples
            ? new ErrorLimit("codes/sample-compression", errors, data.Samples, bits, kept.Length,
                Evaluate(reference, "codes/sample-compression", [.. inputs, ("d", Number(kept.Length))]))
            : new ErrorLimit("codes/occam-binomial", errors, data.Samples, bits, 0, Evaluate(reference, "codes/occam-binomial", inputs));
    }

    /// <summary>The limit by samples that had no part in making the file.</summary>
    public static ErrorLimit OfTest(
        CodedPredictor predictor, LabelledData data, LabelledData test, Rational delta, ReferenceEvaluator reference)
    {
        RequireShape(predictor, test);
        int errors = Errors(predictor, data, test);
        return new ErrorLimit("test/clopper-pearson", errors, test.Samples, 0, 0, Evaluate(reference, "test/clopper-pearson",
            ("k_err", Number(errors)), ("n", Number(test.Samples)), ("delta", new InputValue.Number(delta))));
    }

    private static void RequireShape(CodedPredictor predictor, LabelledData data)
    {
        if (data.Width != predictor.Inputs)
        {
            throw new InputException($"{data.Source}: its samples have {data.Width} entries, the file is for {predictor.Inputs}.");
        }
    }

    private static int Errors(CodedPredictor predictor, LabelledData data, LabelledData counted)
    {
        int[] classes = predictor is KeptSamples kept ? Predictions.Of(kept, data, counted)
            : Predictions.Of((CodedNetwork)predictor, counted);
        return classes.Where((predicted, i) => predicted != counted.Classes[i]).Count();
    }

    private static Interval Evaluate(ReferenceEvaluator reference, string id, params (string Name, InputValue Value)[] inputs) =>
        reference.Evaluate(reference.Catalogue.Get(id), InputRecord.Of(inputs)) is
        { Result: Shaped<CertifiedNumber>.Scalar { Value.Enclosure: var limit } } ? limit
            : throw new InputException($"{id}: it has no value at these inputs.");

    private static InputValue.Number Number(int value) => InputValue.Number.Of(value);
}
