using System.Globalization;
using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Onnx;
using LowRank.Verify.Networks.Onnx.Constants;
using Xunit;

namespace LowRank.Verify.Tests.Networks;

/// <summary>Constants of ONNX files against fractions and 40 digits from Python (fixtures/networks/constants).</summary>
public sealed class ConstantTests
{
    /// <summary>
    /// Ends at most this many units apart, for results of up to four operations of which each widens by one on either side.
    /// </summary>
    private const int MostUnits = 12;

    private static readonly JsonObject Expected = Repository.Json("networks", "constants", "expected.json");

    public static TheoryData<string, string> Values
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach ((string file, JsonNode? tensors) in Expected)
            {
                foreach ((string name, JsonNode? tensor) in tensors!.AsObject())
                {
                    if (tensor is JsonObject && tensor["values"] is JsonArray)
                    {
                        data.Add(file, name);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Value_is_exact_where_it_is_a_double_and_enclosed_elsewhere(string file, string name)
    {
        ConstantValue? value = Constants(file).Find(name);
        ConstantTensor tensor = Assert.IsType<ConstantValue.Known>(value).Tensor;
        JsonNode expected = Expected[file]![name]!;
        Assert.Equal(expected["shape"]!.AsArray().Select(d => (int)d!), tensor.Shape);
        string[] entries = [.. expected["values"]!.AsArray().Select(v => (string)v!)];
        Assert.Equal(entries.Length, tensor.Count);
        Assert.All(entries, (text, i) => Check(text, tensor, i));
    }

    [Theory]
    [InlineData("types", "uint64")]
    [InlineData("types", "string")]
    [InlineData("types", "complex64")]
    [InlineData("types", "later")]
    [InlineData("types", "undefined")]
    [InlineData("constant-forms", "string")]
    public void What_has_no_numbers_is_named_with_its_reason(string file, string name)
    {
        ConstantValue.Unevaluated value = Assert.IsType<ConstantValue.Unevaluated>(Constants(file).Find(name));
        Assert.Contains((string)Expected[file]![name]!["reason"]!, value.Reason, StringComparison.Ordinal);
    }

    /// <summary>Types that are not read, or numbers that no weight may be, stop neither the network nor the tensors beside them.</summary>
    [Fact]
    public void Odd_tensors_concern_themselves_alone()
    {
        StoredFile file = Read("beside");
        Assert.Empty(file.Network!.NotUnderstood);
        Assert.Equal(2, file.Network.Layers.Count);
        Assert.Equal(["a", "b", "empty"], file.Tensors.Select(t => t.Name).Order(StringComparer.Ordinal));
        Dictionary<string, string> unread = file.Unread.ToDictionary(t => t.Name, t => t.Reason);
        Assert.Equal(["large", "later", "mask", "words"], unread.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("entry [0, 1] is infinite", unread["mask"], StringComparison.Ordinal);
        Assert.Contains("9007199254740993, an integer that no double equals", unread["large"], StringComparison.Ordinal);
        Assert.Contains("string", unread["words"], StringComparison.Ordinal);
        Assert.Contains("number 99", unread["later"], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_operator_that_is_evaluated_has_a_case()
    {
        Assert.Empty(ConstantOperators.Names.Except(new[] { "computed", "constant-forms", "quantised", "types" }
            .SelectMany(file => Parse(file).Graph.Node).Select(node => node.OpType)));
    }

    [Fact]
    public void Every_operator_that_is_evaluated_is_documented()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "onnx.md"));
        Assert.All(ConstantOperators.Names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Storage_of_what_is_put_together_has_no_range()
    {
        StoredFile file = Read("quantised");
        Assert.Equal(("int8", 0.25), Of("single"));
        Assert.Equal(("int8", null), Of("rows"));
        Assert.Equal(("int4", null), Of("blocks"));
        Assert.True(file.Tensors.Single(t => t.Name == "rows").IsDerived);
        Assert.Equal(StorageType.Derived, file.Tensors.Single(t => t.Name == "blocks").StorageType);
        Assert.Equal(StorageType.Int8, file.Tensors.Single(t => t.Name == "single").StorageType);

        (string Type, double? Scale) Of(string name)
        {
            StoredTensor tensor = Assert.Single(file.Tensors, t => t.Name == name);
            return (tensor.DType, tensor.Scale);
        }
    }

    private static void Check(string text, ConstantTensor tensor, int i)
    {
        double low = tensor.Lower[i], high = tensor.Upper[i];
        if (text is "nan" or "inf" or "-inf")
        {
            Assert.Equal(text == "nan" ? double.NaN : text == "inf" ? double.PositiveInfinity : double.NegativeInfinity, low);
            Assert.Equal(low, high);
        }
        else if (tensor.IsWhole)
        {
            Assert.Equal(text, tensor.Integers[i].ToString(CultureInfo.InvariantCulture));
        }
        else if (text[0] == '~')
        {
            Rational exact = Rational.Parse(text[1..]);
            Assert.True(Rational.Of(low) <= exact && exact <= Rational.Of(high), $"{text} is not in [{low:R}, {high:R}]");
            Assert.InRange(high - low, 0, MostUnits * (Math.BitIncrement(Math.Abs(low)) - Math.Abs(low)));
        }
        else
        {
            Rational exact = Rational.Parse(text);
            Assert.True(Rational.Of(low) <= exact && exact <= Rational.Of(high), $"{text} is not in [{low:R}, {high:R}]");

            // A fraction that a double holds must be that double.
            Assert.True(low == high || Rational.Of(exact.ToDouble()) != exact, $"{text} is a double and known to [{low:R}, {high:R}] only");
        }
    }

    internal static ModelProto Parse(string file) =>
        ModelProto.Parser.ParseFrom(File.ReadAllBytes(Repository.Fixture("networks", "constants", file + ".onnx")));

    private static OnnxConstants Constants(string file)
    {
        ModelProto model = Parse(file);
        return new OnnxConstants(file, 1 << 16, model.Graph, OnnxInlining.Opset(model));
    }

    private static StoredFile Read(string name) => NetworkReader.Read(Repository.Fixture("networks", "constants", name + ".onnx"));
}
