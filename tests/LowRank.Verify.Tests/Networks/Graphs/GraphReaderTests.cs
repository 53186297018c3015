using Google.Protobuf;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Graphs;
using LowRank.Verify.Networks.Onnx;
using Xunit;

namespace LowRank.Verify.Tests.Networks.Graphs;

/// <summary>What a graph says of itself: obstacles, layers, scores; and what it says of data that does not fit.</summary>
public sealed class GraphReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_unknown_operator_is_named_once_with_its_node()
    {
        NetworkGraph graph = Read(["x", null, "4"], [], Node("Relu", "first", ["x"], ["a"]), Node("Quux", "second", ["a"], ["b"]),
            Node("Quux", "third", ["b"], ["y"]));
        Assert.Equal("node 'second' (Quux): the operator is not understood", graph.Obstacle);
        InputException e = Assert.Throws<InputException>(() => GraphRun.Certified(graph, Data([1, 4]), Engines.Default));
        Assert.Contains("second", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_stand_before_a_final_softmax_and_an_operator_after_them_stops_nothing()
    {
        NetworkGraph graph = Read(["x", null, "4"], [], Node("Neg", "n", ["x"], ["a"]), Node("Softmax", "s", ["a"], ["b"]),
            Node("ArgMax", "m", ["b"], ["y"]));
        Assert.Null(graph.Obstacle);
        Assert.Equal(("a", "y"), (graph.Scores, graph.Output));
        GraphRun run = GraphRun.Certified(graph, Data([2, 4]), Engines.Default);
        Assert.Equal([-1, -2, -3, -4, -5, -6, -7, -8], run.Scores.Select(s => s.Lower));
        Assert.All(run.Scores, s => Assert.True(s.IsPoint));
    }

    [Theory]
    [InlineData("gru", "GRU,Gemm", "W z,W r,W h,R z,R r,R h,")]
    [InlineData("lstm", "LSTM,Gemm", "W i,W o,W f,W c,R i,R o,R f,R c,")]
    [InlineData("resnet", "Conv,Conv,Conv,Conv,Conv,Conv,Gemm", ",,,,,,")]
    public void Every_weight_of_a_trained_network_is_listed(string name, string operators, string parts)
    {
        NetworkGraph graph = NetworkGraph.Read(Repository.Fixture("networks", "digits", name + ".onnx"));
        Assert.Equal(operators, string.Join(",", graph.Layers.Select(layer => layer.Operator)));
        Assert.Equal(parts, string.Join(",", graph.Layers.SelectMany(layer => layer.Weights).Select(weight => weight.Part)));
        Assert.All(graph.Layers.SelectMany(layer => layer.Weights), weight => Assert.Null(weight.Tensor.ReasonAgainstMatrix));
    }

    [Fact]
    public void Data_of_another_shape_is_refused_by_the_inputs_name()
    {
        NetworkGraph graph = Read(["x", null, "2", "3"], [], Node("Relu", "r", ["x"], ["y"]));
        Assert.Equal(6, GraphRun.Certified(graph, Data([4, 6]), Engines.Default).Classes); // flattened samples
        InputException e = Assert.Throws<InputException>(() => GraphRun.Certified(graph, Data([4, 5]), Engines.Default));
        Assert.Contains("'x' takes [n, 2, 3]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_numbers_pick_rows_and_others_are_refused()
    {
        NetworkGraph graph = Read(["x", null, "2"], [Table(3, 2)], Node("Gather", "g", ["table", "x"], ["y"]));
        GraphInput input = Assert.Single(graph.Inputs);
        Assert.Equal("float32", input.Type);
        graph = Read(["x:int64", null, "2"], [Table(3, 2)], Node("Gather", "g", ["table", "x"], ["y"]));
        GraphRun run = GraphRun.Certified(graph, new StoredTensor("x", [1, 2], "int64", [2, 0]), Engines.Default);
        Assert.Equal([5, 6, 1, 2], run.Scores.Select(s => s.Lower));
        Assert.Contains("takes integers", Assert.Throws<InputException>(() =>
            GraphRun.Certified(graph, new StoredTensor("x", [1, 2], "float32", [0.5, 0]), Engines.Default)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Operators_across_samples_do_not_change_the_scores_of_a_sample()
    {
        // The mean over axis 0 of all samples at once would be another function of each.
        NetworkGraph graph = Read(["x", null, "2"], [], Node("ReduceMean", "m", ["x"], ["a"], ("axes", [0])),
            Node("Sub", "s", ["x", "a"], ["y"]));
        GraphRun run = GraphRun.Certified(graph, Data([3, 2]), Engines.Default);
        Assert.All(run.Scores, s => Assert.True(s.Lower <= 0 && s.Upper >= 0 && s.Upper - s.Lower < 1e-15));
    }

    [Fact]
    public void What_is_not_defined_names_the_node()
    {
        NetworkGraph graph = Read(["x", null, "2"], [], Node("Neg", "n", ["x"], ["a"]), Node("Log", "l", ["a"], ["y"]));
        Assert.EndsWith("node 'l' (Log): a logarithm of a number that is not known to be positive.",
            Assert.Throws<InputException>(() => GraphRun.Certified(graph, Data([1, 2]), Engines.Default)).Message,
            StringComparison.Ordinal);
    }

    private static StoredTensor Data(int[] shape) => new("x", shape, "float32",
        [.. Enumerable.Range(1, shape.Aggregate(1, (product, d) => product * d)).Select(v => (double)v)]);

    private static TensorProto Table(int rows, int columns)
    {
        TensorProto table = new() { Name = "table", DataType = 1 };
        table.Dims.AddRange([rows, columns]);
        table.FloatData.AddRange(Enumerable.Range(1, rows * columns).Select(v => (float)v));
        return table;
    }

    private static NodeProto Node(string kind, string name, string[] inputs, string[] outputs,
        params (string Name, long[] Values)[] integers)
    {
        NodeProto node = new() { OpType = kind, Name = name };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        foreach ((string attribute, long[] values) in integers)
        {
            AttributeProto made = new() { Name = attribute };
            made.Ints.AddRange(values);
            node.Attribute.Add(made);
        }

        return node;
    }

    private NetworkGraph Read(string?[] input, TensorProto[] stored, params NodeProto[] nodes)
    {
        GraphProto graph = new();
        string[] named = input[0]!.Split(':');
        TypeProto.Types.Tensor type = new() { ElemType = named.Length > 1 ? 7 : 1, Shape = new TensorShapeProto() };
        type.Shape.Dim.AddRange(input.Skip(1).Select(d => d is null ? new TensorShapeProto.Types.Dimension { DimParam = "n" }
            : new TensorShapeProto.Types.Dimension { DimValue = int.Parse(d, System.Globalization.CultureInfo.InvariantCulture) }));
        graph.Input.Add(new ValueInfoProto { Name = named[0], Type = new TypeProto { TensorType = type } });
        graph.Output.Add(new ValueInfoProto { Name = "y" });
        graph.Node.AddRange(nodes);
        graph.Initializer.AddRange(stored);
        ModelProto model = new() { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        return NetworkGraph.Read(folder.Write("graph.onnx", model.ToByteArray()));
    }
}
