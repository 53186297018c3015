using System.Text.Json.Nodes;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Cli.Output;

/// <summary>The JSON of <c>spectrum</c>.</summary>
internal static class SpectrumJson
{
    public static JsonObject Write(SpectrumReport report) => new()
    {
        ["file"] = report.File,
        ["tensors"] = JsonText.Array(report.Tensors.Select(tensor => (JsonNode?)Tensor(tensor))),
        ["skipped"] = JsonText.Array(report.Skipped.Select(tensor => (JsonNode?)new JsonObject
        {
            ["name"] = tensor.Name,
            ["shape"] = Shape(tensor.Shape),
            ["reason"] = tensor.Reason,
        })),
    };

    private static JsonObject Tensor(TensorSpectrum tensor)
    {
        CertifiedSpectrum spectrum = tensor.Spectrum;
        int digits = tensor.Wanted;
        JsonObject rank = EnclosureFormat.Json(spectrum.Rank);
        rank["storage"] = spectrum.StorageRank is { } storage ? EnclosureFormat.Json(storage) : null;
        return new JsonObject
        {
            ["name"] = tensor.Name,
            ["shape"] = Shape(tensor.Shape),
            ["matrix"] = Shape([spectrum.Matrix.Rows, spectrum.Matrix.Columns]),
            ["note"] = tensor.Note,
            ["dtype"] = tensor.StorageName,
            ["spectralNorm"] = EnclosureFormat.Json(spectrum.SpectralNorm, digits),
            ["frobenius"] = EnclosureFormat.Json(tensor.Frobenius, digits),
            ["stableRank"] = EnclosureFormat.JsonOrNull(tensor.StableRank, digits),
            ["digits"] = tensor.LeastDigits,
            ["reached"] = tensor.IsReached,
            ["inTheWay"] = tensor.IsReached ? [] : Shape(tensor.Obstacles),
            ["rank"] = rank,
            ["storageRadius"] = EnclosureFormat.JsonOrNull(spectrum.StorageRadius, digits),
            ["schatten"] = JsonText.Array(tensor.Schatten.Select(sums => (JsonNode?)new JsonObject
            {
                ["p"] = sums.Exponent,
                ["sum"] = EnclosureFormat.Json(sums.Sum, digits),
                ["storageSum"] = EnclosureFormat.JsonOrNull(sums.StorageSum, digits),
                ["atStorageRank"] = EnclosureFormat.JsonOrNull(sums.AtStorageRank, digits),
                ["digits"] = sums.Digits,
            })),
            ["singularValues"] = JsonText.Array(spectrum.SingularValues.Select(value => (JsonNode?)EnclosureFormat.Json(value, digits))),
            ["method"] = spectrum.Method,
        };
    }

    private static JsonArray Shape(IReadOnlyList<int> shape) => JsonText.Array(shape.Select(extent => (JsonNode?)JsonValue.Create(extent)));
}
