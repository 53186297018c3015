namespace LowRank.Verify.Networks.Execution;

/// <summary>One block of columns of a Jacobian: a stored weight matrix (rows concatenated; a kernel as filters by patch size) or a bias.</summary>
/// <param name="Step">The step that it belongs to.</param>
/// <param name="Name">The weight tensor's name; "bias of …" for a bias.</param>
/// <param name="IsBias">True for a bias.</param>
/// <param name="Offset">The first column.</param>
/// <param name="Count">Columns.</param>
internal sealed record JacobianParameter(int Step, string Name, bool IsBias, int Offset, int Count)
{
    /// <summary>All weights of a program and the biases that are not 0 throughout, layer by layer, or those chosen by name.</summary>
    /// <exception cref="InputException">A name is not that of a parameter, or the columns are more than an array holds.</exception>
    public static IReadOnlyList<JacobianParameter> Of(NetworkProgram program, IReadOnlyCollection<string>? chosen, string path)
    {
        List<JacobianParameter> all = [], result = [];
        for (int step = 0; step < program.Steps.Count; step++)
        {
            (string tensor, int weights, double[]? bias) = program.Steps[step] switch
            {
                ProgramStep.Dense { Layer: { } dense } => (dense.TensorName, dense.Weight.Values.Length, dense.Bias),
                ProgramStep.Convolution { Layer: { } convolution } => (convolution.TensorName, convolution.Kernel.Values.Length, convolution.Bias),
                _ => (string.Empty, 0, null),
            };
            if (weights > 0)
            {
                all.Add(new JacobianParameter(step, tensor, false, 0, weights));
                if (bias is not null)
                {
                    all.Add(new JacobianParameter(step, $"bias of {tensor}", true, 0, bias.Length));
                }
            }
        }

        if (chosen?.FirstOrDefault(name => all.All(parameter => parameter.Name != name)) is { } unknown)
        {
            throw new InputException($"{path}: there is no weight '{FileText.Short(unknown)}' to differentiate by; there are: {string.Join(", ", all.Select(parameter => $"'{parameter.Name}'"))}.");
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
}
