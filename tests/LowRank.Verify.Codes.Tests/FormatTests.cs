using System.Numerics;
using LowRank.Verify.Codes.Decoded;
using LowRank.Verify.Codes.Words;
using Xunit;

namespace LowRank.Verify.Codes.Tests;

/// <summary>The format: what is written is read again, nothing else is, and words are prefix-free.</summary>
public sealed class FormatTests
{
    // 10,000 networks and words to 20 bits where LOWRANK_LONG_TESTS is 1; both were run so (5,769 and 5,716 words).
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("LOWRANK_LONG_TESTS") == "1";

    [Fact]
    public void Random_predictors_are_read_as_they_were_written()
    {
        RandomPredictors random = new(17);
        for (int i = 0; i < (IsLong ? 10_000 : 1000); i++)
        {
            CodedPredictor predictor = random.Next();
            byte[] file = LrzFile.Write(predictor);
            Assert.Equal(predictor, LrzFile.Read(file, "net.lrz"));
            Assert.Equal((LrzFile.WordOf(predictor).Bits + 7) / 8, file.Length - LrzFile.HeaderLength);
        }
    }

    // Every string of so many bits is decoded; it is a word where it is what its message encodes to.
    [Theory]
    [InlineData(1, 2)]
    [InlineData(4, 2)]
    public void Words_of_toy_shapes_are_prefix_free_and_their_weights_sum_to_at_most_one(int inputs, int classes)
    {
        int longest = IsLong ? 20 : 14;
        HashSet<(int Bits, int Number)> words = [];
        BigInteger sum = 0;
        for (int bits = 0; bits <= longest; bits++)
        {
            for (int number = 0; number < 1 << bits; number++)
            {
                Word word = new(number, bits);
                if (Decode(word, inputs, classes) == word)
                {
                    words.Add((bits, number));
                    sum += BigInteger.One << (longest - bits);
                }
            }
        }

        Assert.True(words.Count >= (IsLong ? 5_000 : 50), $"{words.Count} words");
        Assert.True(sum <= BigInteger.One << longest);
        Assert.All(words, word =>
            Assert.DoesNotContain(Enumerable.Range(0, word.Bits), bits => words.Contains((bits, word.Number >> (word.Bits - bits)))));
    }

    [Fact]
    public void Every_changed_cut_or_longer_file_is_refused_or_is_another_predictor()
    {
        RandomPredictors random = new(3);
        for (int round = 0; round < 30; round++)
        {
            CodedPredictor predictor = random.Next();
            byte[] file = LrzFile.Write(predictor);
            Refuse([.. file, 0], "longer");
            Refuse([.. file, 7], "longer");
            for (int at = 0; at < file.Length; at++)
            {
                byte[] other = [.. file];
                other[at] ^= (byte)(1 << (round % 8));
                if (TryRead(other) is { } read)
                {
                    Assert.Equal(other, LrzFile.Write(read));
                    Assert.NotEqual(predictor, read);
                }

                if (TryRead(file[..at]) is { } cut)
                {
                    Assert.Equal(file[..at], LrzFile.Write(cut));
                }
            }
        }
    }

    [Fact]
    public void Paddings_that_are_not_zero_and_sizes_beyond_limits_are_refused()
    {
        CodedNetwork network = new(2, 2, [], [new CodedLayer([new IntegerMatrix(1, 2, [1, -1], Layout.Range, 1, [])], null)], true);
        byte[] file = LrzFile.Write(network);
        int padding = (8 * (file.Length - LrzFile.HeaderLength)) - LrzFile.WordOf(network).Bits;
        Assert.InRange(padding, 1, 7);
        file[^1] |= 1;
        Refuse(file, "padding");
        Refuse("LRZ\x1\x2\0\0\0\x2"u8.ToArray(), "header");
        Refuse([.. "LRZ\x2\x2\0\0\0\x2\0"u8, 1], "version 2");
        Refuse([.. "LRZ\x1\xFF\xFF\xFF\x7F\x2\0"u8, 1], "limits");
        IntegerMatrix wide = new(1, MessageFormat.MostWeights + 1, new int[MessageFormat.MostWeights + 1], Layout.Range, 1, []);
        Assert.Contains("more than 16384 weights", Assert.Throws<WordException>(() =>
            LrzFile.Write(new CodedNetwork(wide.Columns, 2, [], [new CodedLayer([wide], null)], true))).Message, StringComparison.Ordinal);
    }

    private static Word? Decode(Word bits, int inputs, int classes)
    {
        try
        {
            return LrzFile.WordOf(MessageFormat.Code(new WordReader(bits), null, inputs, classes));
        }
        catch (WordException)
        {
            return null;
        }
    }

    private static CodedPredictor? TryRead(byte[] file)
    {
        try
        {
            return LrzFile.Read(file, "net.lrz");
        }
        catch (InputException e)
        {
            Assert.StartsWith("net.lrz: ", e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', e.Message);
            return null;
        }
    }

    private static void Refuse(byte[] file, string why) => Assert.True(TryRead(file) is null, why);
}
