using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks.Execution;

/// <summary>
/// One block of columns of a Jacobian: a stored weight matrix (rows concatenated; a kernel as filters by patch size) or a bias, as the file
/// holds it.
/// </summary>
/// <param name="Step">The step that it belongs to.</param>
/// <param name="Name">The tensor's name.</param>
/// <param name="IsBias">True for a bias.</param>
/// <param name="Offset">The first column.</param>
/// <param name="Count">Columns. A bias has one for each output or output channel, or one for all of them.</param>
/// <param name="Factor">What the file multiplies the tensor by: Gemm's alpha or beta.</param>
public sealed record JacobianParameter(int Step, string Name, bool IsBias, int Offset, int Count, Rational Factor)
{
    /// <summary>The factor in double.</summary>
    public double Scale { get; } = Factor.ToDouble();

    /// <summary>All weights and biases of a program, layer by layer, zero ones included, or those chosen by name.</summary>
    /// <exception cref="InputException">A name is not that of a parameter, or the columns are more than an array holds.</exception>
    internal static IReadOnlyList<JacobianParameter> Of(NetworkProgram program, IReadOnlyCollection<string>? chosen, string path)
    {
        List<JacobianParameter> all = [], result = [];
        for (int step = 0; step < program.Steps.Count; step++)
        {
            (Layer? layer, string tensor, int weights) = program.Steps[step] switch
            {
                ProgramStep.Dense { Layer: { } dense } => (dense, dense.TensorName, dense.Weight.Values.Length),
                ProgramStep.Convolution { Layer: { } convolution } =>
                    ((Layer?)convolution, convolution.TensorName, convolution.Kernel.Values.Length),
                _ => (null, string.Empty, 0),
            };
            if (layer is not null)
            {
                all.Add(new JacobianParameter(step, tensor, false, 0, weights, layer.Scale * layer.WeightFactor));
                all.AddRange(layer.StoredBiases.Select(bias => new JacobianParameter(step, bias.TensorName, true, 0, bias.Length,
                    bias.Factor)));
            }
        }

        if (chosen is { Count: 0 })
        {
            throw new InputException($"{path}: no weight is named to differentiate by; there are: {Names(all)}.");
        }

        if (chosen?.FirstOrDefault(name => all.All(parameter => parameter.Name != name)) is { } unknown)
        {
            throw new InputException(
                $"{path}: there is no weight '{FileText.Short(unknown)}' to differentiate by; there are: {Names(all)}.");
        }

        long offset = 0;
        foreach (JacobianParameter parameter in all.Where(parameter => chosen?.Contains(parameter.Name) ?? true))
        {
            result.Add(parameter with { Offset = (int)offset });
            offset += parameter.Count;
            if (offset > int.MaxValue)
            {
                throw new InputException($"{path}: the weights are more than {int.MaxValue}; choose some by name.");
            }
        }

        return result;
    }

    private static string Names(IEnumerable<JacobianParameter> all) =>
        string.Join(", ", all.Select(parameter => $"'{FileText.Short(parameter.Name)}'").Distinct());
}
