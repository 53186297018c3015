namespace LowRank.Verify.Networks.Files;

/// <summary>torch.save's files, which are pickles: programs, not data. They are refused with the lines that convert them.</summary>
internal static class PickleFile
{
    public static InputException Refusal(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return new InputException(
            $"{path}: a torch.save file is a pickle, which is a program and is not run here. Convert it in Python: "
            + $"torch.onnx.export(model.eval(), example_input, \"{name}.onnx\")  or, for weights alone, "
            + $"safetensors.torch.save_file(torch.load(\"{Path.GetFileName(path)}\", map_location=\"cpu\", weights_only=True), "
                + $"\"{name}.safetensors\").");
    }

    /// <summary>Protocol 2 to 5 of Python's pickle, or the tar archive of torch's oldest files.</summary>
    public static bool IsPickle(ReadOnlySpan<byte> start) => start.Length >= 2 && start[0] == 0x80 && start[1] is >= 2 and <= 5;
}
