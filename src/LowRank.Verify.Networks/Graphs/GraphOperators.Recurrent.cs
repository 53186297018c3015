using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <content>RNN, GRU and LSTM, forward, reverse and in both directions.</content>
internal sealed partial class GraphOperators<T>
{
    private IReadOnlyList<GraphValue<T>> Recurrent(OperatorCall<T> call)
    {
        string kind = call.Node.Kind, direction = call.Node.Attributes.Text("direction", "forward");
        bool samplesFirst = call.Node.Attributes.Integer("layout", 0) != 0;
        T x = samplesFirst ? Transpose(call.X, 1, 0, 2) : call.X, w = call.At(1), r = call.At(2);
        int gates = kind == "GRU" ? 3 : kind == "LSTM" ? 4 : 1, directions = direction == "bidirectional" ? 2 : 1;
        if (x.Shape.Length != 3 || w.Shape.Length != 3 || r.Shape.Length != 3 || w.Shape[0] != directions
            || w.Shape[2] != x.Shape[2] || r.Shape[1] != gates * r.Shape[2] || w.Shape[1] != r.Shape[1])
        {
            throw call.Failure($"its weights of shapes [{string.Join(", ", w.Shape)}] and [{string.Join(", ", r.Shape)}] do not fit its "
                + $"input of shape [{string.Join(", ", x.Shape)}]");
        }

        Refuse(call, x.Shape[0]);
        int hidden = r.Shape[2], batch = x.Shape[1];
        List<T> outputs = [], last = [], memory = [];
        for (int d = 0; d < directions; d++)
        {
            bool reverse = direction == "reverse" || d == 1;
            T? bias = call.Optional(3) is { } b ? arithmetic.Shaped(Entry(b, d), [2, gates * hidden]) : null;
            RecurrentCell cell = new(kind, Functions(call, d), Transpose(Entry(r, d), 1, 0),
                bias is null ? Zeros(gates * hidden) : Entry(bias, 1), call.Optional(7) is { } p ? Entry(p, d) : null,
                call.Node.Attributes.Integer("linear_before_reset", 0) != 0, call.Node.Attributes.Integer("input_forget", 0) != 0);
            T weights = Transpose(Entry(w, d), 1, 0), state = Start(call, 5, d, batch, hidden, samplesFirst);
            T? inner = kind == "LSTM" ? Start(call, 6, d, batch, hidden, samplesFirst) : null;
            T[] steps = new T[x.Shape[0]];
            for (int i = 0; i < steps.Length; i++)
            {
                int t = reverse ? steps.Length - 1 - i : i;
                T fromInput = arithmetic.MatMul(Entry(x, t), weights);
                fromInput = bias is null ? fromInput : arithmetic.Combine("Add", fromInput, Entry(bias, 0));
                (state, inner) = arithmetic.Step(cell, fromInput, state, inner);
                steps[t] = state;
            }

            outputs.Add(Stack(steps));
            last.Add(state);
            memory.Add(inner ?? state);
        }

        // [directions, steps, batch, hidden] to [steps, directions, batch, hidden], or samples first.
        T y = Stack(outputs), h = Stack(last), c = Stack(memory);
        return samplesFirst
            ? [GraphValue<T>.Of(Transpose(y, 2, 1, 0, 3)), GraphValue<T>.Of(Transpose(h, 1, 0, 2)), GraphValue<T>.Of(Transpose(c, 1, 0, 2))]
            : [GraphValue<T>.Of(Transpose(y, 1, 0, 2, 3)), GraphValue<T>.Of(h), GraphValue<T>.Of(c)];
    }

    private static void Refuse(OperatorCall<T> call, int steps)
    {
        if (call.Has(4) && (call.Constant(4) is not { IsWhole: true } lengths || lengths.Integers.Any(n => n != steps)))
        {
            throw call.Failure("its sequences differ in length");
        }

        if (call.Node.Attributes.Has("clip") || call.Node.Attributes.Has("activation_alpha") || call.Node.Attributes.Has("activation_beta"))
        {
            throw call.Failure("it clips, or gives its activations constants of their own");
        }
    }

    private static GraphFunction[] Functions(OperatorCall<T> call, int direction)
    {
        int each = call.Node.Kind == "LSTM" ? 3 : call.Node.Kind == "GRU" ? 2 : 1;
        string[] named = call.Node.Proto.Attribute.FirstOrDefault(a => a.Name == "activations") is { Strings.Count: > 0 } given
            ? [.. given.Strings.Select(s => s.ToStringUtf8()).Skip(direction * each).Take(each)]
            : call.Node.Kind switch { "LSTM" => ["Sigmoid", "Tanh", "Tanh"], "GRU" => ["Sigmoid", "Tanh"], _ => ["Tanh"] };
        return named.Length == each && named.All(n => n is "Relu" or "Tanh" or "Sigmoid" or "Softsign" or "Softplus")
            ? [.. named.Select(n => new GraphFunction(n))]
            : throw call.Failure($"its activations {FileText.Short(string.Join(", ", named))} are not understood");
    }

    private T Start(OperatorCall<T> call, int slot, int direction, int batch, int hidden, bool samplesFirst) =>
        call.Optional(slot) is { } given
            ? arithmetic.Shaped(Entry(samplesFirst ? Transpose(given, 1, 0, 2) : given, direction), [batch, hidden])
            : Zeros(batch, hidden);

    private T Zeros(params int[] shape) =>
        arithmetic.Lift(ConstantTensor.Exact(OnnxType.Float64, shape, new double[GraphTensor.Size(shape)]));
}
