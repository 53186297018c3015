using LowRank.Verify.Formulas;
using static LowRank.Verify.Catalogue.FactEnd;
using static LowRank.Verify.Catalogue.FactNeeds;

namespace LowRank.Verify.Catalogue;

/// <summary>
/// The facts that the <c>from:</c> of a member may name. Layers are counted from the input on; where biases are carried, layers and data
/// are those with the constant coordinate. A fact is computed when an applicable statement first asks for it.
/// </summary>
public static class FactVocabulary
{
    private const MemberType Count = MemberType.Count, Real = MemberType.Real, Matrix = MemberType.Matrix;
    private const string Layer = "1..L";

    private static readonly FactDeclaration[] Table =
    [
        new("depth", Count, null, Exact, None, "number of layers L"),
        new("widths", Count, "0..L", Exact, None, "input dimension, then the outputs of each layer (filters of a convolution)"),
        new("rows", Count, Layer, Exact, None, "outputs of each layer; filters of a convolution"),
        new("columns", Count, Layer, Exact, None, "inputs of each layer; the patch size of a convolution"),
        new("weights", Count, Layer, Exact, None, "numbers in the stored weights of each layer"),
        new("parameters", Count, null, Exact, None, "numbers in all weights and biases"),
        new("parameters_up_to", Count, Layer, Exact, None, "numbers in the weights and biases up to and including each layer"),
        new("degree", Count, Layer, Exact, None, "inputs of a unit of each layer"),
        new("positions", Count, Layer, Exact, None, "places at which each layer is applied; 1 for a dense layer"),
        new("convolutions", Count, null, Exact, None, "number of convolutions"),
        new("spatial_width", Count, Layer, Exact, None, "width of the square grid that each layer gives; 1 for a dense layer"),
        new("stride", Count, Layer, Exact, None, "step of each layer, the same in all directions; 1 for a dense layer"),
        new("input_dimension", Count, null, Exact, None, "numbers of one input"),
        new("output_dimension", Count, null, Exact, None, "scores of one input"),
        new("largest_width", Count, null, Exact, None, "largest width, input and output included"),
        new("hidden_width", Count, null, Exact, None, "largest width of a hidden layer; of the output where there is none"),
        new("breakpoints", Count, null, Exact, None, "breakpoints of the piecewise linear activation"),
        new("pooling_kernel", Count, null, Exact, None, "largest number of values under a window of max-pooling; 1 without pooling"),
        new("pooling_kinds", Count, null, Exact, None, "number of different window sizes of max-pooling"),
        new("pooling_layers", Count, null, Exact, None, "number of max-poolings on the way"),
        new("activation_lipschitz", Real, "1..L-1", Upper, None, "Lipschitz constants of the activations between the layers"),
        new("layer_lipschitz", Real, Layer, Upper, None,
            "Lipschitz constant of what follows each layer; 1 after the last, whose operators are no part of the statements"),
        new("output_lipschitz", Real, null, Upper, None, "Lipschitz constant of what follows the last layer"),
        new("spectral_norm", Real, Layer, Both, None,
            "spectral norm of each layer (of a convolution's reshaped kernel); at storage rank of the cut layer"),
        new("operator_norm", Real, Layer, Both, None,
            "norm of each layer as a linear map; at storage rank with what cutting a kernel may add"),
        new("frobenius_norm", Real, Layer, Both, None, "Frobenius norm of each layer"),
        new("row_norm_21", Real, Layer, Both, None, "sum over the rows of their norms, each layer"),
        new("kernel_norm_21", Real, Layer, Both, None,
            "as row_norm_21; of a convolution the norm over the input channels, summed over the rest of the kernel"),
        new("row_distance_21", Real, Layer, Both, Reference, "row_norm_21 of each layer minus its reference"),
        new("kernel_distance_21", Real, Layer, Both, Reference, "kernel_norm_21 of each layer minus its reference"),
        new("frobenius_distance", Real, Layer, Both, Reference, "Frobenius norm of each layer minus its reference"),
        new("dense_norm", Real, Layer, Both, Dense, "spectral norm of each layer of a network of dense layers"),
        new("rank", Count, Layer, Upper, Rank, "rank of each layer, as stored and at storage rank"),
        new("storage_rank", Count, Layer, Upper, None, "rank at storage precision"),
        new("cut_norm", Real, Layer, Upper, None, "spectral norm of what cutting each layer to its storage rank removes"),
        new("singular_decay", Real, Layer, Upper, None, "largest j times the j-th singular value, each layer"),
        new("matrix", Matrix, Layer, Exact, StoredMatrices, "weights of each layer as stored"),
        new("reference", Matrix, Layer, Exact, StoredMatrices | Reference,
            "weights of the network fixed before the data; 0 where none is given"),
        new("given_reference", Matrix, Layer, Exact, StoredMatrices | Given, "the same, where a reference is given"),
        new("has_reference", Count, null, Exact, None, "1 where a network fixed before the data is given, else 0"),
        new("path_norm_1", Real, null, Both, Dense, "sum over all paths from an input to an output of the products of sizes of weights"),
        new("path_norm_2", Real, null, Both, Dense, "root of the sum over all paths of the squared products"),
        new("layer_matrix", Matrix, null, Exact, EachLayer, "the stored matrix of one layer: the statement is evaluated for each"),
        new("layer_storage_rank", Count, null, Upper, EachLayer, "its rank at storage precision"),
        new("unit_out_norm", Real, "1..H", Both, TwoLayers, "norms of the outgoing weights of the hidden units"),
        new("unit_distance", Real, "1..H", Both, TwoLayers | Reference,
            "norms of the incoming weights of the hidden units minus their reference"),
        new("unit_reference_on_data", Real, "1..H", Upper, TwoLayers | Reference | Data,
            "norms over the samples of what each hidden unit's reference gives"),
        new("reference_on_data", Real, null, Upper, TwoLayers | Reference | Data,
            "Frobenius norm of the first layer's reference applied to the data"),
        new("samples", Count, null, Exact, None, "number of samples"),
        new("delta", Real, null, Exact, None, "probability of failure (--delta)"),
        new("margin", Real, null, Exact, None, "margin (--margin)"),
        new("data_frobenius", Real, null, Upper, None, "Frobenius norm of the data matrix"),
        new("data_sum_of_squares", Real, null, Upper, None, "sum of the squared norms of the inputs"),
        new("data_largest_norm", Real, null, Upper, None, "largest norm of an input"),
        new("data_mean_norm", Real, null, Upper, None, "mean norm of the inputs"),
        new("data_largest_entry", Real, null, Upper, None, "largest size of an input coordinate"),
        new("data_largest_column_square", Real, null, Upper, None, "largest sum of squares of an input coordinate over the samples"),
        new("data_sum_of_largest_squares", Real, null, Upper, None, "sum over the samples of the square of the largest coordinate"),
        new("data_pixel_squares", Real, null, Upper, Dense,
            "largest over the pixels of the input of the sum over the samples of the squared norm; for dense layers a pixel is a "
            + "coordinate"),
        new("data", Matrix, null, Exact, Data, "the inputs, one in each row"),
        new("activation_norm", Real, Layer, Both, Data, "largest norm over the samples of what enters each layer"),
        new("patch_norm", Real, Layer, Both, Data, "the same of one patch of it"),
        new("output_norm", Real, null, Both, Data, "largest norm over the samples of the scores"),
        new("margin_risk", Real, null, Upper, Labels | Margins, "fraction of samples with margin at most the margin"),
        new("ramp_loss", Real, null, Upper, Labels | Margins, "mean ramp loss at the margin"),
        new("residual_norm", Real, null, Both, Labels, "norm of the scores minus the labels over all samples, one number for each class"),
        new("test_errors", Count, null, Upper, TestSet, "test samples with margin at most 0"),
        new("test_samples", Count, null, Exact, TestSet, "number of test samples"),
        new("jacobian", Matrix, null, Exact, Data | Jacobian,
            "Jacobian of the scores by all weights on the first samples, as computed, class by class"),
        new("jacobian_singular_values", Real, "1..m", Exact, Data | Jacobian, "its singular values, as computed, descending"),
        new("jacobian_coefficients", Real, "1..m", Exact, Labels | Jacobian,
            "coefficients of the residual in its left singular vectors, as computed"),
        new("jacobian_residual", Real, "1..m", Exact, Labels | Jacobian,
            "scores minus labels there, as computed, in the order of its rows"),
        new("jacobian_labels", Real, "1..m", Exact, Labels | Jacobian, "labels there, one number for each class"),
        new("jacobian_cutoff", Real, null, Exact, Data | Jacobian, "middle of a gap of its singular values"),
        new("jacobian_samples", Count, null, Exact, Data | Jacobian, "number of samples that it is taken on"),
    ];

    private static readonly FormulaScope Scope = Declare();

    /// <summary>All facts, in the order of the documentation.</summary>
    public static IReadOnlyList<FactDeclaration> Facts => Table;

    /// <summary>The fact of that name, or null.</summary>
    public static FactDeclaration? Find(string name) => Table.FirstOrDefault(fact => fact.Name == name);

    /// <summary>Place of a fact among the members of a frame.</summary>
    internal static int SlotOf(string name) => Scope.Members[name].Slot;

    /// <summary>Checks a formula over the facts and binds it.</summary>
    /// <exception cref="FormulaException">A mistake, with line and column.</exception>
    internal static BoundFormula Bind(Formula formula, bool mayHaveFreeIndex)
    {
        lock (Scope)
        {
            return Scope.Bind(formula, mayHaveFreeIndex);
        }
    }

    private static FormulaScope Declare()
    {
        FormulaScope scope = new();
        SourcePosition nowhere = new("facts", 1, 1);
        foreach (FactDeclaration fact in Table)
        {
            (Expression, Expression)? range = fact.Index is { } index ? Parser.ParseRange(SourceText.At(index, nowhere)) : null;
            scope.AddMember(fact.Name, nowhere, fact.Type == Matrix, range, null);
        }

        return scope;
    }
}
