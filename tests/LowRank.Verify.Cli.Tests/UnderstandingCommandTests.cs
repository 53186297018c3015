using System.Text.Json;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary><c>bounds</c> on networks that are no chains of layers (fixtures/networks/layers, fixtures/networks/digits).</summary>
public sealed class UnderstandingCommandTests
{
    [Fact]
    public void A_residual_network_is_said_to_run_as_a_graph_in_one_line()
    {
        ToolResult result = Tool.Run("bounds", Tool.Fixture("digits/resnet.onnx"), "--samples", "1437");
        Assert.Equal(0, result.ExitStatus);
        Assert.Equal(2, Words(result.Output).Split("understood 7 of 7 layers; runs as a graph: residual connections at 2 nodes").Length);
        Assert.Contains("statements need a chain of layers", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not understood", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("export the model", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_obstacle_is_said_once_with_the_layers_before_it()
    {
        ToolResult result = Tool.Run("bounds", Tool.Fixture("layers/stops.onnx"), "--samples", "10");
        Assert.Contains("understood 2 of 3 layers; stops at node 'stop' (Hardmax): the operator is not understood", Words(result.Output),
            StringComparison.Ordinal);
        Assert.Equal(2, result.Output.Split("Hardmax").Length);
        JsonElement understanding = Tool.RunJson("bounds", "bounds", Tool.Fixture("layers/stops.onnx"), "--samples", "10", "--json")
            .GetProperty("understanding");
        Assert.Equal(2, understanding.GetProperty("layers").GetInt32());
        Assert.Equal(3, understanding.GetProperty("all").GetInt32());
        Assert.Equal("node 'stop' (Hardmax): the operator is not understood", understanding.GetProperty("stop").GetString());
    }

    [Fact]
    public void Strict_fails_where_no_statement_applied()
    {
        ToolResult result = Tool.Run("bounds", Tool.Fixture("layers/stops.onnx"), "--samples", "10", "--strict");
        Assert.Equal(1, result.ExitStatus);
        Assert.Contains("lowrank: --strict: no statement about the network applied (understood 2 of 3 layers; stops at node 'stop'",
            result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("no statement", Tool.Run("bounds", Tool.Fixture("mlp.onnx"), "--samples", "10", "--strict").Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_number_of_samples_nothing_is_read()
    {
        ToolResult result = Tool.Run("bounds", Path.Combine(Path.GetTempPath(), "no-such-network.onnx"));
        Assert.Equal(2, result.ExitStatus);
        Assert.Contains("The number of samples is not known: give --samples n, or --data x.npy.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Recurrent_weights_are_shown_by_gates_and_biases_are_named()
    {
        string output = Tool.Run("spectrum", Tool.Fixture("layers/bilstm.onnx"), "--p", "1").Output;
        Assert.Contains("w[reverse c]  2 x 3  float32", output, StringComparison.Ordinal);
        Assert.Contains("left out: b [2, 16], it holds the biases of 'cell' (LSTM)", output, StringComparison.Ordinal);
    }

    // The first screen is wrapped at 80 columns.
    private static string Words(string output) => string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
