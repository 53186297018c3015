using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>
/// The formulas behind a graph's operators on one kind of numbers. Shapes are settled by the caller (<see cref="GraphOperators{T}"/>); what
/// is computed, and what is promised of it, is the implementation's.
/// </summary>
/// <typeparam name="T">The values.</typeparam>
internal abstract class GraphArithmetic<T>
    where T : GraphTensor
{
    /// <summary>A constant.</summary>
    public abstract T Lift(ConstantTensor constant);

    /// <summary>
    /// Entries of sources laid end to end: place p &gt; 0 is entry p − 1 of them, 0 stands for the fill.
    /// </summary>
    public abstract T Pick(IReadOnlyList<T> sources, int[] shape, long[] places, double fill = 0);

    /// <summary>The same entries in another shape.</summary>
    public abstract T Shaped(T x, int[] shape);

    /// <summary>φ(x) entry by entry.</summary>
    /// <exception cref="InputException">The function is not defined on the value.</exception>
    public abstract T Map(GraphFunction function, T x);

    /// <summary>x ∘ y with broadcasting: Add, Sub, Mul, Div, Max, Min, Pow, PRelu.</summary>
    public abstract T Combine(string kind, T x, T y);

    /// <summary>x² entry by entry.</summary>
    public abstract T Square(T x);

    /// <summary>x^k for an integer k or for ±1/2.</summary>
    public abstract T Power(T x, double exponent);

    /// <summary>Whether x ∘ y holds, entry by entry: Equal, Less, LessOrEqual, Greater, GreaterOrEqual.</summary>
    /// <exception cref="InputException">It cannot be decided.</exception>
    public abstract ConstantTensor Compare(string kind, T x, T y);

    /// <summary>Matrix products with numpy's rules for batches; both have at least two dimensions.</summary>
    public abstract T MatMul(T x, T y);

    /// <summary>A convolution, x of shape [N, C, …], w [outputs, taps]; the plan says where a tap lies.</summary>
    public abstract T Convolve(T x, T w, WindowPlan plan);

    /// <summary>The maximum or the average in windows of a plane.</summary>
    public abstract T Pool(T x, StepOperation.Window windows, int[] shape);

    /// <summary>Sum, Mean, Max, Min, L1, L2, SumSquare, Prod, LogSumExp, LogSum of groups.</summary>
    public abstract T Reduce(string kind, T x, AxisGroups groups, int[] shape);

    /// <summary>e^(x_i)/Σ e^(x_j) in every group, or its logarithm.</summary>
    public abstract T Softmax(T x, AxisGroups groups, bool logarithm);

    /// <summary>(x − mean)/sqrt(variance + ε) in every group; not centred: x/sqrt(mean of x² + ε).</summary>
    public abstract T Normalise(T x, AxisGroups groups, double epsilon, bool isCentred);

    /// <summary>(x − mean)/sqrt(variance + ε)·scale + shift per channel (axis 1).</summary>
    public abstract T BatchNormalise(T x, T scale, T shift, T mean, T variance, double epsilon);

    /// <summary>saturate(round(x/scale) + zero), with scale and zero broadcast.</summary>
    public abstract T Quantise(T x, T scale, T zero, double least, double most);

    /// <summary>One step of a recurrent cell.</summary>
    public abstract (T Hidden, T? Cell) Step(RecurrentCell cell, T fromInput, T hidden, T? state);
}
