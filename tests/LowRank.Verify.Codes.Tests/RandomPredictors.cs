using LowRank.Verify.Codes.Decoded;

namespace LowRank.Verify.Codes.Tests;

/// <summary>Random networks and kept samples by seed: every map, layout, product and bias occurs.</summary>
internal sealed class RandomPredictors(int seed)
{
    private readonly Random random = new(seed);

    public CodedPredictor Next()
    {
        int classes = random.Next(2, 6), width = random.Next(3) switch { 0 => 16, 1 => 36, _ => random.Next(1, 20) };
        int inputs = width;
        List<InputMap> maps = [];
        for (int count = random.Next(4); maps.Count < count;)
        {
            InputMap map = Map(width);
            maps.Add(map);
            width = map switch
            {
                InputMap.Cosine cosine => cosine.Kept,
                InputMap.Pooling pooling => width / (pooling.Side * pooling.Side),
                _ => ((InputMap.Features)map).Count,
            };
        }

        if (random.Next(6) == 0)
        {
            int samples = random.Next(1, 60);
            int[] kept = [.. Enumerable.Range(0, samples).Where(_ => random.Next(5) == 0)];
            SampleRule rule = (SampleRule)random.Next(3);
            return new KeptSamples(inputs, classes, maps, rule, rule == SampleRule.Nearest ? 1 : random.Next(1, 6), samples,
                kept.Length == 0 ? [samples - 1] : kept);
        }

        bool isLastZero = random.Next(2) == 0;
        List<CodedLayer> layers = [];
        for (int l = random.Next(1, 4); l > 0; l--)
        {
            int rows = l == 1 ? classes - (isLastZero ? 1 : 0) : random.Next(1, 9);
            int? exponent = random.Next(2) == 0 ? null : random.Next(-3, 5);
            int columns = width + (exponent is null ? 0 : 1), rank = random.Next(1, 4);
            layers.Add(new CodedLayer(
                random.Next(3) == 0 ? [Matrix(rank, columns), Matrix(rows, rank)] : [Matrix(rows, columns)], exponent));
            width = rows;
        }

        return new CodedNetwork(inputs, classes, maps, layers, isLastZero);
    }

    private InputMap Map(int width)
    {
        int[] heights = [.. Enumerable.Range(1, width).Where(h => width % h == 0)];
        int height = heights[random.Next(heights.Length)];
        int[] sides = [.. Enumerable.Range(1, width).Where(p => height % p == 0 && width / height % p == 0)];
        return random.Next(3) switch
        {
            0 => new InputMap.Cosine(height, random.Next(1, width + 1)),
            1 => new InputMap.Pooling(height, sides[random.Next(sides.Length)]),
            _ => new InputMap.Features(random.Next(1, 20), random.Next(1000)),
        };
    }

    private IntegerMatrix Matrix(int rows, int columns)
    {
        Layout layout = (Layout)random.Next(4);
        int limit = layout == Layout.Codebook ? 1 : random.Next(1, layout == Layout.Raw ? 3000 : 6);
        int[] book = layout == Layout.Codebook
            ? [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(-50, 50)).Distinct()] : [];
        int[] entries = [.. Enumerable.Range(0, rows * columns)
            .Select(_ => layout == Layout.Codebook ? book[random.Next(book.Length)] : random.Next(-limit, limit + 1))];
        return new IntegerMatrix(rows, columns, entries, layout, limit, book);
    }
}
