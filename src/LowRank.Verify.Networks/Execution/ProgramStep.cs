namespace LowRank.Verify.Networks.Execution;

/// <summary>One step of a network as it is run.</summary>
/// <param name="Name">The node's name.</param>
internal abstract record ProgramStep(string Name)
{
    /// <summary>A fully connected layer.</summary>
    public sealed record Dense(DenseLayer Layer) : ProgramStep(Layer.Name);

    /// <summary>A convolution.</summary>
    public sealed record Convolution(ConvolutionLayer Layer, ConvolutionPlan Plan) : ProgramStep(Layer.Name);

    /// <summary>An operator between layers.</summary>
    public sealed record Operation(string Name, string Kind, StepOperation Does) : ProgramStep(Name);
}
