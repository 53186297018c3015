using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LowRank.Verify.Codes.Decoded;
using LowRank.Verify.Codes.Execution;
using LowRank.Verify.Codes.Words;
using Xunit;

namespace LowRank.Verify.Codes.Tests;

/// <summary>A decoder in Python, written from the page of the format alone, gives the same weights and classes.</summary>
public sealed class SecondDecoderTests
{
    private const int Count = 200, Samples = 60;

    [Fact]
    public void Python_decodes_to_the_same_weights_and_classes()
    {
        string folder = Directory.CreateTempSubdirectory("lrz").FullName;
        RandomPredictors random = new(5);
        Random numbers = new(6);
        List<string> lines = [], expected = [];
        for (int i = 0; i < Count; i++)
        {
            CodedPredictor predictor = random.Next();
            double[] values = [.. Enumerable.Range(0, Samples * predictor.Inputs).Select(_ => numbers.Next(-64, 200) / 16.0)];
            int[] labels = [.. Enumerable.Range(0, Samples).Select(s => s % predictor.Classes)];
            LabelledData data = new("x", Samples, predictor.Inputs, values, 4, labels);
            string path = Path.Combine(folder, i.ToString(CultureInfo.InvariantCulture));
            File.WriteAllBytes(path, LrzFile.Write(predictor));
            int[] weights = predictor is KeptSamples kept ? kept.Kept
                : [.. ((CodedNetwork)predictor).Layers.SelectMany(l => l.Matrices).SelectMany(m => m.Entries)];
            int[] classes = predictor is KeptSamples rule ? Predictions.Of(rule, data, data)
                : Predictions.Of((CodedNetwork)predictor, data);
            lines.Add(path + "\t" + JsonSerializer.Serialize(values.Chunk(predictor.Inputs)));
            expected.Add($"{{\"weights\": [{string.Join(", ", weights)}], \"classes\": [{string.Join(", ", classes)}]}}");
        }

        Assert.Equal(expected, Python(lines));
        Directory.Delete(folder, recursive: true);
    }

    private static string[] Python(IEnumerable<string> lines)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "decode_lrz.py");
        using Process process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        foreach (string line in lines)
        {
            process.StandardInput.WriteLine(line);
        }

        process.StandardInput.Close();
        process.WaitForExit();
        return output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
