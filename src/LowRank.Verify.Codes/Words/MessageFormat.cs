using LowRank.Verify.Codes.Decoded;

namespace LowRank.Verify.Codes.Words;

/// <summary>The fields of a message in their order, for writer and reader alike; docs/lrz.md says the same for people.</summary>
internal static class MessageFormat
{
    public const int MostWeights = 1 << 14, MostUnits = 1 << 16, MostMaps = 3, MostLayers = 8, LargestEntry = 1 << 20, LargestBook = 256,
        LargestExponent = 40, LargestPower = 16, LargestSeed = 1 << 30, MostSigns = 1 << 24;

    /// <summary>The message; the parts that a file with kept samples tells beyond the counted word only where asked for.</summary>
    /// <param name="coder">Writer or reader.</param>
    /// <param name="given">What is written; null for a reader.</param>
    /// <param name="inputs">Entries of an input.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="isWhole">False for the counted word alone.</param>
    public static CodedPredictor Code(FieldCoder coder, CodedPredictor? given, int inputs, int classes, bool isWhole = true)
    {
        bool keepsSamples = coder.Flag(given is KeptSamples);
        (List<InputMap> maps, int width) = Maps(coder, given?.Maps ?? [], inputs);
        return keepsSamples ? Kept(coder, given as KeptSamples, inputs, classes, maps, isWhole)
            : Network(coder, given as CodedNetwork, inputs, classes, maps, width);
    }

    private static (List<InputMap> Maps, int Width) Maps(FieldCoder coder, IReadOnlyList<InputMap> given, int width)
    {
        List<InputMap> maps = [];
        while (maps.Count < MostMaps)
        {
            InputMap? next = maps.Count < given.Count ? given[maps.Count] : null;
            int index = coder.Uniform(next switch { null => 0, InputMap.Cosine => 1, InputMap.Pooling => 2, _ => 3 }, 4);
            if (index == 0)
            {
                break;
            }

            switch (index)
            {
                case 1:
                    int height = Height(coder, next is InputMap.Cosine c ? c.Height : 0, width);
                    int kept = coder.Number(next is InputMap.Cosine k ? k.Kept : 0, width, "the number of coefficients");
                    maps.Add(new InputMap.Cosine(height, kept));
                    width = kept;
                    break;
                case 2:
                    int rows = Height(coder, next is InputMap.Pooling p ? p.Height : 0, width);
                    int side = coder.Number(next is InputMap.Pooling s ? s.Side : 0, width, "the side of a pooled square");
                    if (rows % side != 0 || width / rows % side != 0)
                    {
                        throw new WordException($"squares of side {side} do not tile {rows} x {width / rows}");
                    }

                    maps.Add(new InputMap.Pooling(rows, side));
                    width /= side * side;
                    break;
                default:
                    int count = coder.Number(next is InputMap.Features f ? f.Count : 0, MostUnits, "the number of features");
                    int seed = coder.Number(next is InputMap.Features r ? r.Seed + 1 : 0, LargestSeed, "the seed") - 1;
                    if ((long)count * width > MostSigns)
                    {
                        throw new WordException($"{count} features of {width} entries have more than {MostSigns} signs");
                    }

                    maps.Add(new InputMap.Features(count, seed));
                    width = count;
                    break;
            }
        }

        return (maps, width);
    }

    // 0: square; 1: a height.
    private static int Height(FieldCoder coder, int given, int width)
    {
        int side = (int)Math.Sqrt(width);
        bool isSquare = side * side == width;
        if (!coder.Flag(!isSquare || given != side))
        {
            return isSquare ? side : throw new WordException($"{width} entries are no square");
        }

        int height = coder.Number(given, width, "the height");
        return width % height == 0 && !(isSquare && height == side) ? height
            : throw new WordException($"{height} rows do not divide {width} entries, or are told twice");
    }

    private static CodedNetwork Network(FieldCoder coder, CodedNetwork? given, int inputs, int classes, List<InputMap> maps, int width)
    {
        bool isLastZero = coder.Flag(given?.IsLastScoreZero ?? false);
        int depth = coder.Number(given?.Layers.Count ?? 0, MostLayers, "the number of layers");
        int weights = 0;
        List<CodedLayer> layers = [];
        for (int l = 0; l < depth; l++)
        {
            CodedLayer? layer = given?.Layers[l];
            int rows = l == depth - 1 ? classes - (isLastZero ? 1 : 0)
                : coder.Number(layer?.Matrices[^1].Rows ?? 0, MostUnits, "the width of a layer");
            int? exponent = null;
            if (coder.Flag(layer?.BiasExponent is not null))
            {
                bool isNegative = coder.Flag(layer?.BiasExponent < 0);
                int size = coder.Number(Math.Abs(layer?.BiasExponent ?? 0) + 1, LargestExponent + 1, "the exponent of a bias") - 1;
                exponent = isNegative ? size == 0 ? throw new WordException("the exponent of a bias is -0") : -size : size;
            }

            int columns = width + (exponent is null ? 0 : 1);
            bool isProduct = coder.Flag(layer?.Matrices.Count == 2);
            int rank = isProduct ? coder.Number(layer?.Matrices[0].Rows ?? 0, MostUnits, "a rank") : rows;
            long more = isProduct ? ((long)rank * columns) + ((long)rows * rank) : (long)rows * columns;
            if (weights + more > MostWeights)
            {
                throw new WordException($"it has more than {MostWeights} weights");
            }

            weights += (int)more;
            List<IntegerMatrix> matrices = [MatrixFormat.Code(coder, layer?.Matrices[0], rank, columns)];
            if (isProduct)
            {
                matrices.Add(MatrixFormat.Code(coder, layer?.Matrices[1], rows, rank));
            }

            layers.Add(new CodedLayer(matrices, exponent));
            width = rows;
        }

        return new CodedNetwork(inputs, classes, maps, layers, isLastZero);
    }

    private static KeptSamples Kept(
        FieldCoder coder, KeptSamples? given, int inputs, int classes, List<InputMap> maps, bool isWhole)
    {
        SampleRule rule = (SampleRule)coder.Uniform((int)(given?.Rule ?? 0), 3);
        int power = rule == SampleRule.Nearest ? 1 : coder.Number(given?.Power ?? 0, LargestPower, "the power");
        int kept = coder.Number(given?.Kept.Length ?? 0, MostUnits, "the number of kept samples");
        if (!isWhole)
        {
            return new KeptSamples(inputs, classes, maps, rule, power, 0, []);
        }

        int samples = coder.Number(given?.Samples ?? 0, MostUnits, "the number of samples");
        if (kept > samples)
        {
            throw new WordException($"{kept} samples are kept of {samples}");
        }

        int[] numbers = new int[kept];
        Span<int> frequencies = stackalloc int[2];
        for (int i = 0, found = 0; i < samples; i++)
        {
            frequencies[1] = kept - found;
            frequencies[0] = samples - i - frequencies[1];
            bool isKept = given is not null && found < kept && given.Kept[found] == i;
            if (coder.Symbol(isKept ? 1 : 0, frequencies, samples - i) == 1)
            {
                numbers[found++] = i;
            }
        }

        return new KeptSamples(inputs, classes, maps, rule, power, samples, numbers);
    }
}
