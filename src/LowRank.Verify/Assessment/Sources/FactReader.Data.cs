using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;

namespace LowRank.Verify.Assessment.Sources;

/// <content>What the data give, and the network on them.</content>
internal sealed partial class FactReader
{
    private static readonly Rational Two = Count(2);

    /// <summary>
    /// Upper limit of the change of the output by cutting, for the margins of the cut network; null where it is not known.
    /// </summary>
    public BigFloat? OutputChange { get; init; }

    private FactItem[]? OfData(string fact) => fact switch
    {
        "data_frobenius" => One(view.Inputs.FrobeniusNorm),
        "data_sum_of_squares" => One(view.Inputs.SumOfSquares),
        "data_largest_norm" => One(view.Inputs.MaximumNorm),
        "data_mean_norm" => One(view.Inputs.MeanNorm),
        "data_largest_entry" => One(view.Inputs.LargestEntry),
        "data_largest_column_square" or "data_pixel_squares" => One(view.Inputs.LargestColumnSquare),
        "data_sum_of_largest_squares" => One(view.Inputs.SumOfLargestSquares),
        "data" => [FactItem.Of(DataMatrix())],
        "activation_norm" => Each(Run().ActivationNorms),
        "patch_norm" => Each(Run().PatchNorms),
        "output_norm" => One(Run().OutputNorm),
        "residual_norm" => One(Run().ResidualNorm ?? throw new InputException("needs labelled data")),
        "margin_risk" => One(Risk(Margins())),
        "ramp_loss" => One(Ramp(Margins())),
        "test_errors" => One(view.Test!.Errors.Upper),
        "test_samples" => One(view.Test!.Samples),
        "jacobian" => [FactItem.Of(jacobian.Matrix)],
        "jacobian_singular_values" => [.. jacobian.SingularValues.Select(x => FactItem.Of(Rational.Of(x)))],
        "jacobian_coefficients" => [.. jacobian.Coefficients.Select(x => FactItem.Of(Rational.Of(x)))],
        "jacobian_residual" => [.. jacobian.Residual.Select(x => FactItem.Of(Rational.Of(x)))],
        "jacobian_labels" => [.. jacobian.Targets.Select(x => FactItem.Of(Rational.Of(x)))],
        "jacobian_cutoff" => One(jacobian.Cutoff),
        "jacobian_samples" => One(jacobian.Samples),
        _ => null,
    };

    private DataAssessment Run() => view.Data ?? throw new InputException("the network cannot be run on the data");

    private MarginAssessment Margins() => Run().Margins ?? throw new InputException("needs labelled data");

    /// <summary>
    /// R_γ of the network as stored. Cutting its layers moves the output by at most c, and so each margin by at most √2·c: for the cut
    /// network the margins up to γ + 2c are counted.
    /// </summary>
    private Rational Risk(MarginAssessment margins) =>
        reading != Reading.Truncated ? margins.RiskLimit : margins.RiskLimitAt(margins.Gamma + (Two * Change().ToRational()));

    /// <summary>
    /// The mean ramp loss of the network as stored. The ramp is 1/γ-Lipschitz in the margin, and cutting the layers moves a margin by at
    /// most √2·c.
    /// </summary>
    private Interval Ramp(MarginAssessment margins)
    {
        Interval loss = margins.RampLoss(Context);
        if (reading != Reading.Truncated)
        {
            return loss;
        }

        Interval moved = Context.Divide(Context.Multiply(Interval.Of(2L), Point(Change())), Context.Of(margins.Gamma)).Value;
        return IntervalContext.Min(Interval.One, Context.Add(loss, moved));
    }

    private BigFloat Change() => OutputChange is { IsFinite: true } change
        ? change
        : throw new InputException("what cutting the layers to their storage ranks changes is not known");

    /// <summary>The inputs, one in each row, with the constant coordinate where biases are carried.</summary>
    private Matrix DataMatrix()
    {
        StoredTensor data = view.Options.Data!;
        int rows = data.Shape[0], given = data.RowMajor.Length / rows, columns = given + view.Stated.OnesOfInput;
        double[] values = new double[(long)rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                values[i + ((long)j * rows)] = j < given ? data.RowMajor[(i * given) + j] : 1;
            }
        }

        return new Matrix(rows, columns, values);
    }
}
