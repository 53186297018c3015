using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Cli.Output;

/// <summary>The JSON of <c>bounds</c>.</summary>
internal static class AssessmentJson
{
    public static JsonObject Write(AssessmentReport report) => new()
    {
        ["file"] = report.File,
        ["digits"] = report.Digits,
        ["assumptions"] = JsonText.Strings(report.Assumptions),
        ["notes"] = JsonText.Strings([.. report.Notes, .. AssessmentText.TruncationNote(report) is { } note ? [note] : Array.Empty<string>()]),
        ["inputs"] = report.Inputs is { } inputs ? Inputs(inputs, report.Digits) : null,
        ["layers"] = JsonText.Array(report.Layers.Select(layer => (JsonNode?)Layer(layer, report.Digits))),
        ["truncation"] = new JsonObject
        {
            ["outputChange"] = report.OutputChange?.ToDecimal(report.Digits, Rounding.Up),
            ["forInputsOfNormAtMost"] = report.OutputChange is not null && report.Inputs is { } limits ? UpperDecimal(limits.MaximumNorm, report.Digits) : null,
        },
        ["data"] = report.Data is { } data ? Data(data, report.Digits) : null,
        ["runtime"] = RuntimeJson.Write(report.Runtime, report.Digits),
        ["oracles"] = JsonText.Array(report.Oracles.Select(oracle => (JsonNode?)Oracle(oracle, report))),
    };

    public static string Name(Reading reading) => reading switch
    {
        Reading.AsStored => "as-stored",
        Reading.Truncated => "truncated",
        _ => "any",
    };

    public static string Name(Obstacle obstacle) => obstacle.ToString().ToLowerInvariant();

    private static JsonObject Inputs(InputNorms inputs, int digits) => new()
    {
        ["samples"] = inputs.Samples,
        ["maximumNorm"] = UpperDecimal(inputs.MaximumNorm, digits),
        ["frobeniusNorm"] = UpperDecimal(inputs.FrobeniusNorm, digits),
        ["sumOfSquares"] = UpperDecimal(inputs.SumOfSquares, digits),
        ["source"] = inputs.Source,
    };

    private static JsonObject Data(DataAssessment data, int digits) => new()
    {
        ["margins"] = data.Margins is { } margins ? new JsonObject
        {
            ["samples"] = margins.Samples,
            ["gamma"] = margins.Gamma.ToString(),
            ["below"] = EnclosureFormat.Json(margins.Below),
            ["risk"] = EnclosureFormat.Json(Fraction(margins.Below, margins.Samples), digits),
            ["rampLoss"] = EnclosureFormat.Json(margins.RampLoss(new IntervalContext(128)), digits),
            ["errors"] = EnclosureFormat.Json(margins.Errors),
            ["least"] = EnclosureFormat.Json(margins.Least, digits),
            ["median"] = EnclosureFormat.Json(margins.Median, digits),
            ["accuracyLoss"] = margins.AccuracyLoss.ToString(),
            ["largestGamma"] = JsonText.Number(margins.LargestGamma),
            ["everyGamma"] = margins.LargestGamma is { } gamma && double.IsInfinity(gamma),
        } : null,
        ["activationNorms"] = JsonText.Array(data.ActivationNorms.Select(norm => (JsonNode?)EnclosureFormat.Json(norm, digits))),
        ["patchNorms"] = JsonText.Array(data.PatchNorms.Select(norm => (JsonNode?)EnclosureFormat.Json(norm, digits))),
        ["fast"] = new JsonObject
        {
            ["executor"] = data.Fast.Executor,
            ["largestDistance"] = data.Fast.LargestDistance,
            ["below"] = data.Fast.Below,
        },
    };

    private static Interval Fraction(Spectra.Ranks.IntegerBracket count, int samples) =>
        new(BigFloat.Of(new Rational(count.Lower, samples), 64, Rounding.Down), BigFloat.Of(new Rational(count.Upper, samples), 64, Rounding.Up));

    private static JsonObject Layer(LayerAssessment layer, int digits) => new()
    {
        ["name"] = layer.Name,
        ["kind"] = layer.Kind,
        ["shape"] = JsonText.Array([JsonValue.Create(layer.Rows), JsonValue.Create(layer.Columns)]),
        ["tensors"] = JsonText.Strings(layer.Factors.Select(factor => factor.Tensor)),
        ["spectralNorm"] = EnclosureFormat.Json(layer.SpectralNorm, digits),
        ["frobenius"] = EnclosureFormat.Json(layer.FrobeniusNorm, digits),
        ["rowNorm21"] = EnclosureFormat.Json(layer.RowNorm21, digits),
        ["stableRank"] = EnclosureFormat.JsonOrNull(layer.StableRank, digits),
        ["rank"] = EnclosureFormat.Json(layer.Rank),
        ["storageRank"] = layer.StorageRank is { } rank ? EnclosureFormat.Json(rank) : null,
        ["convolution"] = layer.Convolution is { } convolution ? Convolution(convolution, digits) : null,
        ["cut"] = JsonText.Array(layer.Factors.Select(factor => (JsonNode?)new JsonObject
        {
            ["rank"] = factor.CutRank,
            ["norm"] = factor.CutNorm.ToDecimal(digits, Rounding.Up),
        })),
    };

    private static JsonObject Convolution(ConvolutionAssessment convolution, int digits) => new()
    {
        ["operatorNorm"] = EnclosureFormat.Json(convolution.OperatorNorm, digits),
        ["route"] = convolution.Route,
        ["groups"] = convolution.Operator.Groups,
        ["kernel"] = Sizes(convolution.Operator.KernelShape),
        ["strides"] = Sizes(convolution.Operator.Strides),
        ["padsBegin"] = Sizes(convolution.Operator.PadsBegin),
        ["padsEnd"] = Sizes(convolution.Operator.PadsEnd),
        ["dilations"] = Sizes(convolution.Operator.Dilations),
        ["input"] = Sizes(convolution.Operator.InputShape),
        ["output"] = Sizes(convolution.Operator.OutputShape),
    };

    private static JsonArray Sizes(IReadOnlyList<int> sizes) => JsonText.Array(sizes.Select(size => (JsonNode?)JsonValue.Create(size)));

    private static JsonObject Oracle(OracleAssessment assessment, AssessmentReport report)
    {
        JsonObject result = new()
        {
            ["oracle"] = assessment.Oracle.Id,
            ["revision"] = assessment.Oracle.Revision,
            ["kind"] = OracleDescription.Word(assessment.Oracle.Kind),
            ["reading"] = Name(assessment.Reading),
            ["layer"] = assessment.Layer,
        };
        switch (assessment)
        {
            case OracleAssessment.Value value:
                result["applies"] = true;
                EvaluationJson.AddValue(result, value.Reference, value.Fast, value.RelativeDistance, report.Digits);
                result["p"] = value.Exponents is { } exponents ? JsonText.Array(exponents.Select(p => JsonText.Number(p.ToDouble()))) : null;
                result["inputs"] = Record(value.Inputs, report);
                result["notes"] = JsonText.Strings(value.Notes);
                break;
            case OracleAssessment.NotApplicable refused:
                result["applies"] = false;
                result["reason"] = refused.Reason;
                result["obstacle"] = Name(refused.Obstacle);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(assessment));
        }

        return result;
    }

    /// <summary>Inputs as <c>evaluate</c> reads them, except that a matrix is named by its tensor instead of repeated.</summary>
    private static JsonObject Record(InputRecord inputs, AssessmentReport report) =>
        new(inputs.Members.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Value(member.Value, report))));

    private static JsonNode Value(InputValue value, AssessmentReport report) => value switch
    {
        InputValue.Number number => Number(number.Exact),
        InputValue.Sequence sequence => JsonText.Array(sequence.Items.Select(item => (JsonNode?)Value(item, report))),
        InputValue.MatrixValue matrix => new JsonObject
        {
            ["tensor"] = report.Layers.SelectMany(layer => layer.Factors).FirstOrDefault(factor => ReferenceEquals(factor.Spectrum.Matrix, matrix.Value))?.Tensor,
            ["shape"] = JsonText.Array([JsonValue.Create(matrix.Value.Rows), JsonValue.Create(matrix.Value.Columns)]),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    // A number that is one double is written as a JSON number, which means exactly that double; any other as a string.
    private static JsonValue Number(Rational exact) =>
        exact.IsInteger && Rational.Abs(exact) < Rational.Of(new System.Numerics.BigInteger(1L << 53)) ? JsonValue.Create((long)exact.Numerator)
        : exact.ToDouble() is var rounded && double.IsFinite(rounded) && Rational.Of(rounded) == exact ? JsonValue.Create(rounded)
        : JsonValue.Create(exact.ToString());

    private static string UpperDecimal(Rational value, int digits) => BigFloat.Of(value, 256, Rounding.Up).ToDecimal(digits, Rounding.Up);
}
