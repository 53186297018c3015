using System.Text;
using Xunit;

namespace LowRank.Verify.Cli.Tests;

/// <summary>
/// Every kind of bad file is one line on standard error that names the file, exit status 2, and nothing on standard output.
/// </summary>
public sealed class BadFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Missing_file() => Refused("no-such.onnx", "no-such.onnx");

    [Theory]
    [InlineData("mlp.onnx")]
    [InlineData("mlp.safetensors")]
    [InlineData("mlp.npz")]
    [InlineData("mixture-x.npy")]
    public void Truncated_file(string fixture)
    {
        byte[] whole = File.ReadAllBytes(Tool.Fixture(fixture));
        Refused(folder.Write("cut-" + fixture, whole[..(whole.Length / 2)]), "cut-" + fixture);
    }

    [Fact]
    public void Not_a_protobuf() => Refused(folder.Write("text.onnx", "this is not a model"), "text.onnx");

    [Fact]
    public void Wrong_magic() => Refused(folder.Write("magic.npy", "NUMPY but not really, and long enough to hold a header"), "magic.npy");

    [Fact]
    public void Unknown_number_format() =>
        Refused(Safetensors("odd.safetensors", """{"w":{"dtype":"F7","shape":[1,1],"data_offsets":[0,8]}}""", 8), "odd.safetensors", "w");

    [Fact]
    public void Shape_and_byte_count_that_disagree() =>
        Refused(
            Safetensors("short.safetensors", """{"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,20]}}""", 20),
            "short.safetensors",
            "w");

    [Fact]
    public void Header_longer_than_the_file()
    {
        byte[] bytes = [.. BitConverter.GetBytes(1_000_000L), .. "{}"u8];
        Refused(folder.Write("long.safetensors", bytes), "long.safetensors");
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "nfin")]
    public void Entry_that_is_no_number_names_tensor_and_index(double entry, string word)
    {
        string line = Refused(folder.WriteNpy("hole.npy", [2, 3], 1, 2, 3, 4, 5, entry), "hole");
        Assert.Contains(word, line, StringComparison.OrdinalIgnoreCase);
        Assert.Matches(@"1\s*,\s*2", line);
    }

    [Fact]
    public void Empty_matrix() => Refused(folder.WriteNpy("empty.npy", [0, 5]), "empty");

    [Fact]
    public void Path_that_leaves_the_folder() =>
        Refused(Path.Combine(Tool.Root, "fixtures", "networks", "graph", "external-parent.onnx"), "external-parent.onnx");

    [Fact]
    public void Pytorch_file_says_how_to_convert()
    {
        Assert.Contains("truncated or damaged", Refused(folder.Write("model.pt", [0x50, 0x4B, 3, 4, 0, 0, 0, 0]), "model.pt"),
            StringComparison.Ordinal);
        Assert.Contains("torch.save(torch.load(\"model.pt\"", Refused(folder.Write("model.pt", [0x80, 2, 0x8A, 10]), "model.pt"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Network_command_refuses_the_same_files()
    {
        Assert.Contains("no-such.onnx", Tool.Fail(2, ["bounds", "no-such.onnx", "--samples", "10"]), StringComparison.Ordinal);
        string text = folder.Write("text.onnx", "this is not a model");
        Assert.Contains("text.onnx", Tool.Fail(2, ["bounds", text, "--samples", "10"]), StringComparison.Ordinal);
    }

    private static string Refused(string path, params string[] named)
    {
        string line = Tool.Fail(2, ["spectrum", path, "--json"]);
        foreach (string name in named)
        {
            Assert.Contains(name, line, StringComparison.Ordinal);
        }

        return line;
    }

    private string Safetensors(string name, string header, int bytes) =>
        folder.Write(name, [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. new byte[bytes]]);

    [Fact]
    public void File_is_named_once_when_no_tensor_is_a_matrix()
    {
        string header = """{"mask":{"dtype":"BOOL","shape":[1,2],"data_offsets":[0,2]}}""";
        string line = Tool.Fail(2, ["spectrum", Safetensors("bool.safetensors", header, 2)]);
        Assert.Equal(2, line.Split("bool.safetensors").Length);
        Assert.Contains("'mask'", line, StringComparison.Ordinal);
        Assert.Contains("its type is bool", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Control_characters_of_a_tensor_do_not_reach_the_terminal()
    {
        string header = """{"a\u001b[31m\n\u2028b":{"dtype":"F64","shape":[1,1],"data_offsets":[0,8]}}""";
        string path = Safetensors("colour.safetensors", header, 8);
        foreach (ToolResult result in new[] { Tool.Run("spectrum", path), Tool.Run("bounds", path, "--samples", "10") })
        {
            Assert.Equal(0, result.ExitStatus);
            Assert.Contains("a?[31m??b", result.Output, StringComparison.Ordinal);
            Assert.DoesNotContain('\u001b', result.Output);
        }
    }

    [Fact]
    public void Long_names_are_cut_in_messages()
    {
        string header = """{"NAME":{"dtype":"I8","shape":[1,1],"data_offsets":[0,1]}}"""
            .Replace("NAME", new string('w', 3000), StringComparison.Ordinal);
        string path = Safetensors("long-name.safetensors", header, 1);
        Assert.InRange(Refused(path, "www...").Length, 1, 400);
        Assert.InRange(Tool.Fail(2, ["spectrum", path, "--tensor", "x"]).Length, 1, 400);
    }

    [Fact]
    public void Pipe_is_turned_away_as_one_without_waiting()
    {
        string pipe = Path.Combine(folder.Location, "pipe.npy");
        Assert.Equal(0, Shell.Run($"mkfifo '{pipe}'").ExitStatus);
        Assert.Contains("pipe or device", Refused(pipe, "pipe.npy"), StringComparison.Ordinal);
    }

    [Fact]
    public void Link_to_nothing_is_named_as_a_link()
    {
        string link = Path.Combine(folder.Location, "link.npy");
        _ = File.CreateSymbolicLink(link, Path.Combine(folder.Location, "gone.npy"));
        Assert.Contains("a link to a file that is not there", Refused(link, "link.npy"), StringComparison.Ordinal);
    }
}
