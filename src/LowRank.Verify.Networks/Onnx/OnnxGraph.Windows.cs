using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Networks.Operations;

namespace LowRank.Verify.Networks.Onnx;

/// <content>Convolution and pooling.</content>
internal sealed partial class OnnxGraph
{
    /// <summary>Most window positions that are enumerated along one dimension.</summary>
    private const long MostEntries = 1 << 17;

    private OnnxValue.Data Convolution(NodeProto node, OnnxAttributes attributes)
    {
        if (DataAt(node, 0) is not { } data || Weights(node, 1) is not { } kernel)
        {
            return NotUnderstood(node, "its kernel is not stored in the file");
        }

        if (kernel.Shape.Count < 3 || kernel.StorageType is null)
        {
            return NotUnderstood(node,
                $"its kernel '{FileText.Short(kernel.Name)}' is {kernel.DType} of shape {TensorShape.Format(kernel.Shape)}, not a "
                + $"floating-point tensor of at least 3 dimensions");
        }

        int[] sizes = [.. kernel.Shape.Skip(2)];
        if (attributes.Integers("kernel_shape") is { } said && !said.SequenceEqual(sizes.Select(s => (long)s)))
        {
            throw new InputException(
                $"{Place(node)}: kernel_shape and its kernel '{FileText.Short(kernel.Name)}' of shape {TensorShape.Format(kernel.Shape)} "
                + $"disagree.");
        }

        if (data.Shape is { } shape && shape.Count != kernel.Shape.Count)
        {
            throw new InputException($"{Place(node)}: its kernel has {kernel.Shape.Count} dimensions, its input {shape.Count}.");
        }

        long groups = attributes.Integer("group", 1), inputChannels = groups * kernel.Shape[1];
        if (groups < 1 || groups > kernel.Shape[0] || kernel.Shape[0] % groups != 0 || inputChannels > int.MaxValue)
        {
            throw new InputException($"{Place(node)}: group = {groups} does not divide its {kernel.Shape[0]} output channels.");
        }

        if (data.Shape?[1] is { } channels && channels != inputChannels)
        {
            throw new InputException(
                $"{Place(node)}: its kernel '{FileText.Short(kernel.Name)}' takes {inputChannels} channels, but its input has {channels}.");
        }

        double[]? bias = null;
        StoredBias[] stored = [];
        if (IsGiven(node, 2))
        {
            if (Constant(node, 2) is not { StorageType: not null } b || b.RowMajor.Length != kernel.Shape[0])
            {
                return NotUnderstood(node, $"its bias is not {kernel.Shape[0]} stored numbers");
            }

            bias = chain.NonzeroBias(path, FileText.Short(b.Name), b.RowMajor);
            stored = [new StoredBias(b.Name, b.RowMajor.Length, Rational.One)];
        }

        OnnxWindows windows = OnnxWindows.Read(attributes, sizes, data.Shape?.Skip(2).ToList(), Place(node));
        if (windows.Begin is not { } begin || windows.End is not { } end)
        {
            return NotUnderstood(node,
                "its padding depends on an input size that the file does not fix; export the model with a fixed input size");
        }

        if (windows.Output is null)
        {
            chain.Fail(
                $"{Place(node)}: the file does not fix the size of its input; export the model with a fixed input size");
        }

        ConvolutionGeometry geometry = new(windows.Strides, begin, end, windows.Dilations, windows.Input, windows.Output);
        chain.Add(new ConvolutionLayer(Name(node), kernel.ToMatrix(), (int)inputChannels, kernel.Shape[0], sizes, (int)groups, geometry)
        {
            TensorName = kernel.Name,
            WeightRadius = kernel.Radius,
            Bias = bias,
            StoredBiases = stored,
        });
        lastLayerOutput = node.Output[0];
        return new OnnxValue.Data([data.Shape?[0], kernel.Shape[0], .. Sizes(windows)], FeatureAxis.Last);
    }

    private OnnxValue.Data Pool(NodeProto node, OnnxAttributes attributes)
    {
        int[] sizes = attributes.Integers("kernel_shape") is { Count: > 0 } said
            ? OnnxWindows.Setting(attributes, "kernel_shape", said.Count, 1, 1, Place(node))
            : throw new InputException($"{Place(node)}: it has no kernel_shape.");
        if (DataAt(node, 0) is not { Shape: { } shape })
        {
            return NotUnderstood(node, "the shape of its input is not known");
        }

        if (shape.Count != sizes.Length + 2)
        {
            throw new InputException(
                $"{Place(node)}: its window has {sizes.Length} dimensions, its input {shape.Count} with samples and channels.");
        }

        OnnxWindows windows = OnnxWindows.Read(attributes, sizes, [.. shape.Skip(2)], Place(node));
        if (windows.Output is null)
        {
            return NotUnderstood(node,
                "the file does not fix the size of its input, on which its constant depends; export the model with a fixed input size");
        }

        bool average = node.OpType == "AveragePool", countsPadding = attributes.Integer("count_include_pad", 0) != 0;
        if (average && countsPadding && attributes.Integer("ceil_mode", 0) != 0)
        {
            return NotUnderstood(node, "ceil_mode together with count_include_pad divides differently in different runtimes");
        }

        Rational square = Rational.One;
        for (int d = 0; d < sizes.Length; d++)
        {
            if ((long)windows.Output[d] * sizes[d] > MostEntries || windows.Input![d] > MostEntries)
            {
                return NotUnderstood(node, "it has more windows than are counted");
            }

            square *= average ? LargestAverage(windows, d, countsPadding) : LargestCover(windows, d);
        }

        if (average)
        {
            chain.Notes.Add($"{Place(node)}: the square of its Lipschitz constant is at most {square}, the largest sum over the windows "
                + $"of one entry of (entries inside)/(divisor)²; exact where windows do not overlap");
        }
        else if (square > Rational.One)
        {
            chain.Notes.Add($"{Place(node)}: its windows overlap; its Lipschitz constant is the root of {square}, the largest number of "
                + $"windows that cover one entry");
        }

        StepOperation? operation = shape[1] is { } channels ? TensorPlaces.Pooling(windows, channels, !average, countsPadding) : null;
        return Step(node, new OnnxValue.Data([shape[0], shape[1], .. Sizes(windows)], FeatureAxis.Last), square, elementwise: false,
            operation: operation);
    }

    private OnnxValue.Data GlobalPool(NodeProto node)
    {
        if (DataAt(node, 0) is not { Shape: { Count: >= 3 } shape } data)
        {
            return NotUnderstood(node, "the shape of its input is not known");
        }

        // The mean of n numbers has norm at most 1/√n times theirs; 1 bounds it where n is not known. A maximum is 1-Lipschitz.
        Rational square = Rational.One;
        if (node.OpType == "GlobalAveragePool" && shape.Skip(2).All(d => d is not null))
        {
            square = new Rational(BigInteger.One, shape.Skip(2).Aggregate(BigInteger.One, (product, d) => product * d!.Value));
        }

        return Step(node, new OnnxValue.Data([shape[0], shape[1], .. shape.Skip(2).Select(_ => (int?)1)], FeatureAxis.Last), square,
            elementwise: false, operation: Sample(data) is { } sample
            ? TensorPlaces.Pooling(sample[0], sample.Skip(1).Aggregate(1, (product, d) => product * d), node.OpType == "GlobalMaxPool")
            : null);
    }

    /// <summary>
    /// The largest number of windows that cover one input coordinate: the squared constant of max pooling, and reached by it.
    /// </summary>
    private static Rational LargestCover(OnnxWindows windows, int dimension)
    {
        int[] covers = new int[windows.Input![dimension]];
        for (int w = 0; w < windows.Output![dimension]; w++)
        {
            foreach (int at in windows.Inside(dimension, w))
            {
                covers[at]++;
            }
        }

        return Rational.Of(new BigInteger(Math.Max(1, covers.Max())));
    }

    /// <summary>
    /// max over i of Σ over windows w that cover i of m_w/c_w², m_w entries inside the input and divisor c_w. With |y_w|² ≤
    /// (m_w/c_w²)·Σ_{i in w} x_i² (Cauchy–Schwarz) its root bounds the operator's norm.
    /// </summary>
    private static Rational LargestAverage(OnnxWindows windows, int dimension, bool countsPadding)
    {
        // Windows with the same inside count weigh the same, so counts per inside count suffice; sums are formed once per pattern.
        int size = windows.Sizes[dimension];
        Dictionary<int, int>?[] covers = new Dictionary<int, int>?[windows.Input![dimension]];
        for (int w = 0; w < windows.Output![dimension]; w++)
        {
            List<int> inside = [.. windows.Inside(dimension, w)];
            foreach (int at in inside)
            {
                Dictionary<int, int> counts = covers[at] ??= [];
                counts[inside.Count] = counts.GetValueOrDefault(inside.Count) + 1;
            }
        }

        Rational largest = Rational.Zero;
        foreach (Dictionary<int, int> counts in covers.OfType<Dictionary<int, int>>())
        {
            Rational sum = counts.Aggregate(Rational.Zero, (total, pair) => total + (countsPadding
                ? new Rational((BigInteger)pair.Value * pair.Key, (BigInteger)size * size)
                : new Rational(pair.Value, pair.Key)));
            largest = sum > largest ? sum : largest;
        }

        return largest;
    }

    private static IEnumerable<int?> Sizes(OnnxWindows windows) =>
        windows.Output is { } output ? output.Select(s => (int?)s) : windows.Sizes.Select(_ => (int?)null);
}
