using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks.Operations;

namespace LowRank.Verify.Networks.Statements;

/// <summary>
/// The network without biases that gives on (x, 1) what a network with biases gives on x. The input gets a constant coordinate 1 (a network
/// that begins with a convolution: a constant channel of ones), a layer W, b that an activation follows becomes [[W, b], [0, 1]], the last
/// one [W, b]. A convolution reads the constant channel at a place of its kernel that never lies in the padding. Activations that fix 0 and
/// 1 (ReLU and its leaky forms, pooling) are as before; the others act on all coordinates but the constant one, which passes them, so
/// that they are no longer one function of every coordinate and their Lipschitz constant is at least 1.
/// Entries are copied; where weights or biases are known to within a radius, so is the layer.
/// </summary>
internal static class BiasCarrier
{
    /// <summary>The network that carries its biases, or the reason why there is none.</summary>
    public static (CarriedNetwork? Carried, string? Reason) Carry(Network network)
    {
        List<Layer> layers = [];
        List<int> constants = [];
        int channels = 0;
        for (int i = 0; i < network.Layers.Count; i++)
        {
            Layer layer = network.Layers[i];
            bool isLast = i == network.Layers.Count - 1;
            if (i > 0 && network.Activations[i - 1].Steps.FirstOrDefault(step => !Passes(step)) is { } stops)
            {
                return (null, $"the operator '{stops.Kind}' does not keep the constant 1, so the biases cannot be carried through it");
            }

            int ones = layer is ConvolutionLayer ? Grid(layer) : channels > 0 ? layer.InputDimension / channels : 1;
            if (layer is not ConvolutionLayer && channels > 0 && layer.InputDimension != ones * channels)
            {
                return (null, $"layer '{layer.Name}' does not take whole channels of the convolution before it, so the biases cannot be "
                    + "carried into it");
            }

            if (layer is ConvolutionLayer && i > 0 && channels == 0)
            {
                return (null, $"layer '{layer.Name}' is a convolution after a dense layer, which gives no constant channel");
            }

            (Layer? carried, string? reason) = Carry(layer, ones, isLast);
            if (carried is null)
            {
                return (null, reason);
            }

            layers.Add(carried);
            constants.Add(ones);
            channels = layer is ConvolutionLayer convolution ? convolution.OutputChannels : 0;
        }

        Network made = network with
        {
            Layers = layers,
            Activations = [.. network.Activations.Select(activation => new Activation([.. activation.Steps.Select(Around)]))],
        };
        return (new CarriedNetwork(made, constants), null);
    }

    private static int Grid(Layer layer) =>
        ((ConvolutionLayer)layer).Geometry!.InputSpatial!.Aggregate(1, (product, n) => product * n);

    private static (Layer? Layer, string? Reason) Carry(Layer layer, int ones, bool isLast)
    {
        switch (layer)
        {
            case DenseLayer dense:
                return (Dense(dense, ones, isLast), null);
            case FactoredLayer factored when factored.Parts.Any(part => part.WeightRadius > 0 || part.Scale != Rational.One):
                return (null, $"layer '{factored.Name}' is a product of computed matrices, into which a bias is not carried");
            case FactoredLayer factored:
                return (new FactoredLayer(factored.Name, [.. factored.Parts.Select((part, i) =>
                    Dense(part, i == 0 ? ones : 1, isLast && i == factored.Parts.Count - 1))]), null);
            case ConvolutionLayer convolution:
                return ConstantTap(convolution) is { } tap ? (Convolution(convolution, tap, isLast), null)
                    : (null, $"every place of the kernel of layer '{convolution.Name}' lies in the padding at some position, so its bias "
                        + "cannot be carried by a constant channel");
            default:
                return (null, $"layer '{layer.Name}' is of a kind that carries no bias");
        }
    }

    private static DenseLayer Dense(DenseLayer dense, int ones, bool isLast)
    {
        (Matrix matrix, double radius) = Augmented(dense, dense.Weight, ones, 0, isLast);
        return new DenseLayer(dense.Name, matrix)
        {
            TensorName = dense.TensorName, WeightRadius = radius, StoredBiases = dense.StoredBiases,
        };
    }

    private static ConvolutionLayer Convolution(ConvolutionLayer layer, int tap, bool isLast)
    {
        int taps = layer.KernelShape.Aggregate(1, (product, k) => product * k);
        (Matrix kernel, double radius) = Augmented(layer, layer.WholeKernel(), taps, tap, isLast);
        return new ConvolutionLayer(layer.Name, kernel, layer.InputChannels + 1, kernel.Rows, layer.KernelShape, 1, layer.Geometry)
        {
            TensorName = layer.TensorName, WeightRadius = radius, StoredBiases = layer.StoredBiases,
        };
    }

    /// <summary>
    /// [W, 0, b, 0] with so many further columns, b in the one that reads the constant, and below it a row that passes the constant on,
    /// unless the layer is the last; with the radius that it is known to.
    /// </summary>
    private static (Matrix Matrix, double Radius) Augmented(Layer layer, Matrix weight, int more, int constant, bool isLast)
    {
        (double[] scaled, double radius) = Scaled(layer, weight.Values);
        int m = weight.Rows, n = weight.Columns, rows = m + (isLast ? 0 : 1);
        double[] values = new double[(long)rows * (n + more)];
        for (int j = 0; j < n; j++)
        {
            Array.Copy(scaled, (long)j * m, values, (long)j * rows, m);
        }

        long place = (long)(n + constant) * rows;
        layer.Bias?.CopyTo(values, place);
        if (!isLast)
        {
            values[place + m] = 1;
        }

        double whole = RoundingBounds.Enlarge(radius + layer.BiasRadius);
        StorageType storage = whole == 0 && HoldsAnyNumber(weight.Storage) ? weight.Storage : StorageType.Derived;
        return (new Matrix(rows, n + more, values, storage), whole);
    }

    /// <summary>
    /// A place of the kernel, numbered as its entries are, that reads inside the image wherever the kernel is put; null where there is
    /// none. Along an axis position i of s·i + d·t − pad must stay within 0 … n − 1.
    /// </summary>
    internal static int? ConstantTap(ConvolutionLayer layer)
    {
        ConvolutionGeometry geometry = layer.Geometry!;
        int place = 0;
        for (int axis = 0; axis < layer.KernelShape.Count; axis++)
        {
            int dilation = geometry.Dilations[axis], pad = geometry.PadsBegin[axis], n = geometry.InputSpatial![axis];
            int last = geometry.Strides[axis] * (geometry.OutputSpatial![axis] - 1);
            int t = Math.Max(0, (pad + dilation - 1) / dilation);
            if (t >= layer.KernelShape[axis] || last + (dilation * t) - pad > n - 1)
            {
                return null;
            }

            place = (place * layer.KernelShape[axis]) + t;
        }

        return place;
    }

    /// <summary>
    /// alpha·W with the radius that it is known to: a factor that is no power of two is multiplied in, and each product is rounded once,
    /// the factor once before.
    /// </summary>
    private static (double[] Values, double Radius) Scaled(Layer layer, double[] weight)
    {
        if (layer.Scale == Rational.One)
        {
            return (weight, layer.WeightRadius);
        }

        double scale = layer.Scale.ToDouble(), squares = 0;
        double[] values = Array.ConvertAll(weight, w => w * scale);
        foreach (double value in values)
        {
            squares += value * value;
        }

        double lost = (4 * RoundingBounds.Unit * RoundingBounds.NormFromSquares(squares, values.Length)) + (values.Length * double.Epsilon);
        return (values, RoundingBounds.Enlarge(lost + (Math.Abs(scale) * layer.WeightRadius)));
    }

    // Formats whose numbers share a scale, or are few, do not hold a bias or a 1.
    private static bool HoldsAnyNumber(StorageType storage) =>
        storage is StorageType.Float64 or StorageType.Float32 or StorageType.Float16 or StorageType.BFloat16;

    // Padding by zeros would cut into the constant channel, an average that counts padding would change it.
    private static bool Passes(ActivationStep step) => step.Operation switch
    {
        StepOperation.Gather gather => Array.TrueForAll(gather.Source, from => from >= 0),
        StepOperation.Window { IsMaximum: false } window =>
            window.Inside.Zip(window.Divisors).All(pair => pair.First.Length == pair.Second),
        _ => true,
    };

    private static ActivationStep Around(ActivationStep step) =>
        step.MovesOnly || step.Kind is "Relu" or "LeakyRelu" or "PRelu" || step.Operation is StepOperation.Window or StepOperation.Gather
            ? step
            : step with
            {
                IsElementwise = false,
                LipschitzSquared = step.LipschitzSquared is { } square && square < Rational.One ? Rational.One : step.LipschitzSquared,
            };
}

/// <summary>A network whose biases are carried by constant coordinates.</summary>
/// <param name="Network">Its layers have no biases.</param>
/// <param name="Ones">For each layer how many constant coordinates enter it: one, or one for each pixel.</param>
internal sealed record CarriedNetwork(Network Network, IReadOnlyList<int> Ones);
