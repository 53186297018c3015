using System.Buffers.Binary;
using LowRank.Verify.Codes.Decoded;

namespace LowRank.Verify.Codes.Words;

/// <summary>
/// A file: "LRZ", version 1, entries of an input (four bytes, the lowest first), classes (two bytes), then the word with fewer than eight
/// zeros at its end. The first ten bytes tell nothing of the samples and are not counted.
/// </summary>
internal static class LrzFile
{
    public const int HeaderLength = 10, LongestFile = 1 << 18, MostInputs = 1 << 20, MostClasses = 1 << 10;
    private const byte Version = 1;

    public static byte[] Write(CodedPredictor predictor)
    {
        byte[] word = WordOf(predictor).ToBytes(), file = new byte[HeaderLength + word.Length];
        "LRZ"u8.CopyTo(file);
        file[3] = Version;
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), predictor.Inputs);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)predictor.Classes);
        word.CopyTo(file, HeaderLength);
        return file;
    }

    /// <summary>The word that the file holds; with kept samples, which of them too.</summary>
    public static Word WordOf(CodedPredictor predictor) => WordOf(predictor, isWhole: true);

    /// <summary>Bits that a bound counts; which samples are kept is counted by the bound itself.</summary>
    public static int CountedBits(CodedPredictor predictor) => WordOf(predictor, isWhole: false).Bits;

    /// <summary>What a file stands for.</summary>
    /// <exception cref="InputException">It is no file of this format, in one line.</exception>
    public static CodedPredictor Read(ReadOnlySpan<byte> file, string name)
    {
        if (file.Length < HeaderLength || !file.StartsWith("LRZ"u8))
        {
            throw new InputException($"{name}: this is no .lrz file, its first bytes are not LRZ and a header of {HeaderLength} bytes.");
        }

        if (file[3] != Version)
        {
            throw new InputException($"{name}: version {file[3]} of the format is not known (1 is).");
        }

        int inputs = BinaryPrimitives.ReadInt32LittleEndian(file[4..]), classes = BinaryPrimitives.ReadUInt16LittleEndian(file[8..]);
        if (inputs is < 1 or > MostInputs || classes is < 2 or > MostClasses || file.Length > LongestFile)
        {
            throw new InputException($"{name}: {inputs} inputs, {classes} classes or {file.Length} bytes lie outside the limits of the "
                + $"format (inputs to {MostInputs}, classes 2 to {MostClasses}, bytes to {LongestFile}).");
        }

        ReadOnlySpan<byte> bits = file[HeaderLength..];
        try
        {
            CodedPredictor predictor = MessageFormat.Code(new WordReader(bits), null, inputs, classes);
            return WordOf(predictor).ToBytes().AsSpan().SequenceEqual(bits) ? predictor
                : throw new WordException("it is damaged, cut off or longer than its word: what it decodes to has another word");
        }
        catch (WordException e)
        {
            throw new InputException($"{name}: {e.Message}.", e);
        }
    }

    private static Word WordOf(CodedPredictor predictor, bool isWhole)
    {
        WordWriter writer = new();
        _ = MessageFormat.Code(writer, predictor, predictor.Inputs, predictor.Classes, isWhole);
        return writer.End();
    }
}
