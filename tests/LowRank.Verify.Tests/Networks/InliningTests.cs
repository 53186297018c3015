using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Files;
using LowRank.Verify.Networks.Onnx;
using LowRank.Verify.Networks.Onnx.Constants;
using LowRank.Verify.Networks.Operations;
using Xunit;

namespace LowRank.Verify.Tests.Networks;

/// <summary>
/// Local functions, branches, several outputs and inputs, and graphs that contradict themselves (fixtures/networks/constants).
/// </summary>
public sealed class InliningTests
{
    /// <summary>The matrices of the fixtures' script.</summary>
    private static readonly double[,] First = { { 1, -0.5, 0.25 }, { -0.25, 0.5, 1 } }, Second = { { 0.5, -1 } };

    [Fact]
    public void Functions_are_put_in_place_with_the_attributes_of_their_calls()
    {
        Network network = Read("functions");
        Assert.Empty(network.NotUnderstood);
        Is(First, network.Layers[0]);
        Is(Second, network.Layers[1]);
        Assert.Equal(["first/t", "second/t"], network.Layers.Select(layer => layer.Name));

        // Slopes below 0: they reach the function inside of the function.
        Assert.Equal([0.5], Slopes(network.Activations[0]));
        Assert.Equal([0.25], Slopes(network.OutputActivation));

        static double[] Slopes(Activation activation) =>
            ((PiecewiseLinear)((StepOperation.Scalar)Assert.Single(activation.Steps).Operation!).Function).Below;
    }

    [Theory]
    [InlineData("if-constant", 2)]
    [InlineData("if-passing", 1)]
    public void Branch_of_a_constant_condition_is_put_in_place(string name, int layers)
    {
        StoredFile file = File(name);
        Assert.Empty(file.Network!.NotUnderstood);
        Assert.Equal(layers, file.Network.Layers.Count);
        Is(First, file.Network.Layers[0]);
    }

    [Fact]
    public void Tensor_inside_of_a_branch_is_a_tensor_of_the_file() =>
        Assert.Contains(File("if-constant").Tensors, tensor => tensor.Name.EndsWith("/own", StringComparison.Ordinal));

    [Fact]
    public void Branch_that_depends_on_the_input_is_named_and_uses_its_weights()
    {
        Network network = Read("if-unknown");
        Assert.Contains(network.NotUnderstood, line => line.Contains("'open' (If)", StringComparison.Ordinal));
        Assert.DoesNotContain(network.Notes, line => line.Contains("tensor 'a'", StringComparison.Ordinal));
    }

    [Fact]
    public void Operator_of_another_domain_is_named() => Assert.Contains(Read("domain-unknown").NotUnderstood,
        line => line.Contains("'odd' (FusedThing)", StringComparison.Ordinal) && line.Contains("'com.vendor'", StringComparison.Ordinal));

    [Theory]
    [InlineData("outputs-two", "2 outputs (y, z); 'y' is followed")]
    [InlineData("outputs-stored", "2 outputs (a, y); 'y' is followed")]
    [InlineData("inputs-unused", "takes the input 'mask'")]
    [InlineData("inputs-stored", null)]
    public void Valid_graph_is_read(string name, string? note)
    {
        Network network = Read(name);
        Assert.Empty(network.NotUnderstood);
        Assert.Equal(2, network.Layers.Count);
        Is(First, network.Layers[0]);
        Is(Second, network.Layers[1]);
        Assert.True(note is null || network.Notes.Any(line => line.Contains(note, StringComparison.Ordinal)));
    }

    [Fact]
    public void Output_that_is_asked_for_is_followed()
    {
        Network network = Read("outputs-two", "z");
        Is(First, Assert.Single(network.Layers));
        Assert.True(network.OutputActivation.IsRelu);
        InputException e = Assert.Throws<InputException>(() => Read("outputs-two", "q"));
        Assert.Contains("no output 'q'; there are: y, z", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Vector_is_a_row_on_either_side()
    {
        Network right = Read("vector"), left = Read("vector-left");
        Assert.Empty(right.NotUnderstood);
        Is(Second, right.Layers[1]);
        Assert.Empty(left.NotUnderstood);
        Is(Second, Assert.Single(left.Layers));
    }

    /// <summary>
    /// Files of torch's exporter: slices and joins, half precision, fake quantisation, a scripted branch, modules as functions.
    /// </summary>
    [Theory]
    [InlineData("torch-joined")]
    [InlineData("torch-half")]
    [InlineData("torch-rounded")]
    [InlineData("torch-if")]
    [InlineData("torch-functions")]
    public void What_torch_writes_has_the_weights_of_its_modules(string name)
    {
        Network network = Read(name);
        Assert.Empty(network.NotUnderstood);
        JsonArray expected = Repository.Json("networks", "constants", "expected.json")["torch"]![name]!.AsArray();
        Assert.Equal(expected.Count, network.Layers.Count);
        Assert.All(network.Layers, (layer, l) =>
        {
            int[] shape = [.. expected[l]!["shape"]!.AsArray().Select(d => (int)d!)];
            double[] values = [.. expected[l]!["values"]!.AsArray().Select(v => Rational.Parse((string)v!).ToDouble())];
            Matrix weight = Assert.IsType<DenseLayer>(layer).Weight;
            Assert.Equal((shape[0], shape[1]), (weight.Rows, weight.Columns));
            Assert.Equal(Matrix.FromRowMajor(shape[0], shape[1], values).Values, weight.Values);
        });
    }

    [Fact]
    public void Sparse_weights_are_layers()
    {
        Network network = Read("sparse");
        Assert.Empty(network.NotUnderstood);
        Is(new double[,] { { 1, 0, 0 }, { 0, 2, 0 }, { 0, 3, 0 } }, network.Layers[0]);
        Is(new double[,] { { 0, 0, 0.5 }, { -4, 0, 0 } }, network.Layers[1]);
    }

    [Theory]
    [InlineData("functions-circle", "calls itself")]
    [InlineData("bad-twice", "node 'second' (Relu): the value 'h' has two sources")]
    [InlineData("bad-missing", "node 'g' (Gemm): nothing makes its input 'nowhere'")]
    [InlineData("bad-circle-of-constants", "runs in a circle")]
    [InlineData("bad-output", "no node makes the graph's output 'nothing'")]
    [InlineData("bad-sparse", "tensor 'a': its index 0 is outside of the shape 2×3")]
    public void Graph_that_contradicts_itself_is_refused_in_one_line(string name, string words)
    {
        InputException e = Assert.Throws<InputException>(() => Read(name));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    /// <summary>Each function calls the one before twice: 2^30 nodes from a small file.</summary>
    [Fact]
    public void Functions_that_double_are_refused()
    {
        ModelProto model = ConstantTests.Parse("functions-circle");
        model.Functions.Clear();
        for (int i = 0; i <= 30; i++)
        {
            FunctionProto function = new() { Name = $"F{i}", Domain = "my" };
            function.Input.Add("X");
            function.Output.Add("Y");
            function.Node.Add(Call(i, "X", "t"));
            function.Node.Add(Call(i, "t", "Y"));
            model.Functions.Add(function);
        }

        model.Graph.Node.Clear();
        model.Graph.Node.Add(Call(31, "x", "y"));
        InputException e = Assert.Throws<InputException>(() => OnnxInlining.Flatten("m", 1, model));
        Assert.Contains("more than", e.Message, StringComparison.Ordinal);

        static NodeProto Call(int i, string from, string to)
        {
            NodeProto node = new() { OpType = i == 0 ? "Relu" : $"F{i - 1}", Domain = i == 0 ? string.Empty : "my" };
            node.Input.Add(from);
            node.Output.Add(to);
            return node;
        }
    }

    /// <summary>A function whose own body holds a decided branch that calls it again never ends by itself.</summary>
    [Fact]
    public void Branches_and_functions_inside_each_other_end()
    {
        ModelProto model = ConstantTests.Parse("if-passing");
        FunctionProto function = new() { Name = "F", Domain = "my" };
        function.Output.Add("Y");
        function.Node.Add(model.Graph.Node[0].Clone());
        function.Node[0].Input[0] = "c";
        function.Node[0].Output[0] = "Y";
        NodeProto again = new() { OpType = "F", Domain = "my" }, yes = new() { OpType = "Constant" };
        again.Output.Add("a");
        foreach (AttributeProto branch in function.Node[0].Attribute)
        {
            branch.G.Node.Add(again);
        }

        yes.Output.Add("c");
        yes.Attribute.Add(new AttributeProto { Name = "value_int", I = 1 });
        function.Node.Insert(0, yes);
        model.Functions.Add(function);
        model.Graph.Node[0] = new NodeProto { OpType = "F", Domain = "my" };
        model.Graph.Node[0].Output.Add("v");
        InputException e = Assert.Throws<InputException>(() => OnnxInlining.Flatten("m", 1, model));
        Assert.Contains("inside each other", e.Message, StringComparison.Ordinal);
    }

    private static void Is(double[,] expected, Layer layer)
    {
        Matrix weight = Assert.IsType<DenseLayer>(layer).Weight;
        Assert.Equal(Matrix.FromArray(expected).Values, weight.Values);
        Assert.Equal((expected.GetLength(0), expected.GetLength(1)), (weight.Rows, weight.Columns));
    }

    private static StoredFile File(string name, string? output = null)
    {
        using var source = FileSource.Open(Repository.Fixture("networks", "constants", name + ".onnx"));
        return OnnxReader.Read(source, output);
    }

    private static Network Read(string name, string? output = null) => File(name, output).Network!;
}
