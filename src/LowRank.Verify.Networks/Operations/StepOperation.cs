namespace LowRank.Verify.Networks.Operations;

/// <summary>What an operator between layers does to the numbers of one sample, in the order in which they lie in memory.</summary>
internal abstract record StepOperation
{
    /// <summary>Nothing: the order in memory stays.</summary>
    public sealed record Same : StepOperation;

    /// <summary>y_i = x at Source[i], or the constant where Source[i] is negative: permutation, padding, cropping.</summary>
    /// <param name="InputLength">Numbers of a sample before.</param>
    /// <param name="Source">Where each number comes from.</param>
    /// <param name="Fill">The constant.</param>
    public sealed record Gather(int InputLength, int[] Source, double Fill) : StepOperation;

    /// <summary>y_i = φ_i(x_i).</summary>
    /// <param name="Function">The function.</param>
    public sealed record Scalar(ScalarFunction Function) : StepOperation;

    /// <summary>y_i = x_i ∘ c_i.</summary>
    /// <param name="Operator">∘.</param>
    /// <param name="Values">c: one number, or one for each number of a sample.</param>
    public sealed record WithConstant(ConstantOperator Operator, double[] Values) : StepOperation
    {
        public double At(int i) => Values.Length == 1 ? Values[0] : Values[i];
    }

    /// <summary>y = (x − mean)/sqrt(variance + ε)·scale + shift per channel; a channel's numbers lie together.</summary>
    /// <param name="Scale">Per channel.</param>
    /// <param name="Shift">Per channel.</param>
    /// <param name="Mean">Per channel.</param>
    /// <param name="Variance">Per channel.</param>
    /// <param name="Epsilon">ε; variance + ε is positive in every channel.</param>
    public sealed record Normalise(double[] Scale, double[] Shift, double[] Mean, double[] Variance, double Epsilon) : StepOperation;

    /// <summary>y_i = the maximum, or the sum over Divisors[i], of the x in Inside[i].</summary>
    /// <param name="InputLength">Numbers of a sample before.</param>
    /// <param name="IsMaximum">True for the maximum.</param>
    /// <param name="Inside">The places that each window sees; none is empty.</param>
    /// <param name="Divisors">What an average divides by.</param>
    public sealed record Window(int InputLength, bool IsMaximum, int[][] Inside, int[] Divisors) : StepOperation;
}
