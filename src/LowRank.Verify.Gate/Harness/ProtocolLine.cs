using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace LowRank.Verify.Gate.Harness;

/// <summary>
/// A line of a harness as JSON. NaN, Infinity and −Infinity, which some languages write although JSON has none, are read as the strings
/// "NaN", "Infinity" and "-Infinity": they are answers to be judged, not a breach of the protocol.
/// </summary>
internal static class ProtocolLine
{
    private const int MostLevels = 64;

    private static readonly string NestsDeeper = FormattableString.Invariant($"nests deeper than {MostLevels} levels");

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MostLevels };

    private static readonly byte[][] Words = ["-Infinity"u8.ToArray(), "Infinity"u8.ToArray(), "NaN"u8.ToArray()];

    /// <summary>The object on the line.</summary>
    /// <param name="line">Its bytes.</param>
    /// <param name="problem">What is wrong, in words that continue "the harness", when there is no object.</param>
    public static JsonDocument? Read(ReadOnlyMemory<byte> line, out string? problem)
    {
        problem = null;
        ReadOnlySpan<byte> text = line.Span;
        if (text.StartsWith(Encoding.UTF8.Preamble))
        {
            problem = "began a line with a byte order mark; write UTF-8 without it";
            return null;
        }

        if (!Utf8.IsValid(text))
        {
            problem = $"wrote a line that is not UTF-8: {HarnessProcess.Excerpt(text)}";
            return null;
        }

        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(IndexOfWord(text) < 0 ? line : Quoted(text), Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            problem = $"wrote a line that is no JSON object: {HarnessProcess.Excerpt(text)}";
        }
        catch (JsonException)
        {
            problem = text.IsEmpty ? "wrote an empty line"
                : $"wrote a line that {(IsDeep(text) ? NestsDeeper : "is not JSON")}: {HarnessProcess.Excerpt(text)}";
        }

        document?.Dispose();
        return null;
    }

    /// <summary>The text of a string that may hold half a surrogate pair; null when it is no string.</summary>
    public static string? Text(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return element.GetRawText();
        }
    }

    // The reader refuses the 65th level, wherever it is.
    private static bool IsDeep(ReadOnlySpan<byte> text)
    {
        bool isInString = false;
        int level = 0;
        for (int i = 0; i < text.Length && level <= MostLevels; i++)
        {
            switch (text[i])
            {
                case (byte)'"':
                    isInString = !isInString;
                    break;
                case (byte)'\\' when isInString:
                    i++;
                    break;
                case (byte)'[' or (byte)'{' when !isInString:
                    level++;
                    break;
                case (byte)']' or (byte)'}' when !isInString:
                    level--;
                    break;
                default:
                    break;
            }
        }

        return level > MostLevels;
    }

    private static int IndexOfWord(ReadOnlySpan<byte> text)
    {
        int nan = text.IndexOf(Words[2]);
        int infinity = text.IndexOf(Words[1]);
        return nan < 0 ? infinity : infinity < 0 ? nan : Math.Min(nan, infinity);
    }

    private static ReadOnlyMemory<byte> Quoted(ReadOnlySpan<byte> text)
    {
        ArrayBufferWriter<byte> result = new(text.Length + 16);
        bool isInString = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == (byte)'"')
            {
                isInString = !isInString;
            }
            else if (isInString && text[i] == (byte)'\\' && i + 1 < text.Length)
            {
                result.Write(text.Slice(i++, 1));
            }
            else if (!isInString && WordAt(text[i..]) is { } word)
            {
                result.Write("\""u8);
                result.Write(word);
                result.Write("\""u8);
                i += word.Length - 1;
                continue;
            }

            result.Write(text.Slice(i, 1));
        }

        return result.WrittenMemory;
    }

    private static byte[]? WordAt(ReadOnlySpan<byte> text)
    {
        foreach (byte[] word in Words)
        {
            if (text.StartsWith(word))
            {
                return word;
            }
        }

        return null;
    }
}
