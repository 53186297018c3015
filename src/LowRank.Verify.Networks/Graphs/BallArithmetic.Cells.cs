namespace LowRank.Verify.Networks.Graphs;

/// <content>Recurrent cells (ONNX: RNN, GRU, LSTM).</content>
internal sealed partial class BallArithmetic
{
    private static readonly Ball One = Ball.Point(1);

    public override (BallTensor Hidden, BallTensor? Cell) Step(RecurrentCell cell, BallTensor fromInput, BallTensor hidden,
        BallTensor? state)
    {
        BallTensor recurrence = (BallTensor)cell.Recurrence, bias = (BallTensor)cell.RecurrenceBias;
        BallTensor fromHidden = Combine("Add", MatMul(hidden, recurrence), bias);
        return cell.Kind switch
        {
            "RNN" => (Map(cell.Functions[0], Combine("Add", fromInput, fromHidden)), null),
            "GRU" => (Gated(cell, fromInput, fromHidden, hidden, recurrence, bias), null),
            _ => Remember(cell, fromInput, fromHidden, state!),
        };
    }

    /// <summary>Gates z, r, h: h' = (1 − z)·g(…) + z·h.</summary>
    private BallTensor Gated(RecurrentCell cell, BallTensor fromInput, BallTensor fromHidden, BallTensor hidden, BallTensor recurrence,
        BallTensor bias)
    {
        int h = cell.Hidden, rows = hidden.Shape[0];
        Ball Gate(int i, int gate) => BallFunctions.Of(cell.Functions[0],
            fromInput[Place(i, gate)] + fromHidden[Place(i, gate)]);
        int Place(int i, int gate) => (i / h * 3 * h) + (gate * h) + (i % h);
        Ball[] reset = [.. Enumerable.Range(0, rows * h).Select(i => Gate(i, 1))];
        BallTensor proposed = cell.IsLinearBeforeReset
            ? BallTensor.Each(hidden.Shape, i => reset[i] * fromHidden[Place(i, 2)])
            : Combine("Add", MatMul(BallTensor.Each(hidden.Shape, i => reset[i] * hidden[i]), Columns(recurrence, 2 * h, h)),
                Columns(Shaped(bias, [1, 3 * h]), 2 * h, h));
        return BallTensor.Each(hidden.Shape, i =>
        {
            Ball update = Gate(i, 0), candidate = BallFunctions.Of(cell.Functions[1], fromInput[Place(i, 2)] + proposed[i]);
            return ((One - update) * candidate) + (update * hidden[i]);
        });
    }

    /// <summary>Gates i, o, f, c: C' = f·C + i·c, h' = o·h(C').</summary>
    private static (BallTensor Hidden, BallTensor Cell) Remember(RecurrentCell cell, BallTensor fromInput, BallTensor fromHidden,
        BallTensor state)
    {
        int h = cell.Hidden;
        BallTensor? peepholes = (BallTensor?)cell.Peepholes;
        Ball Sum(int i, int gate)
        {
            int at = (i / h * 4 * h) + (gate * h) + (i % h);
            return fromInput[at] + fromHidden[at];
        }

        Ball Seen(int i, int which, Ball of) => peepholes is null ? default : peepholes[(which * h) + (i % h)] * of;
        BallTensor next = BallTensor.Each(state.Shape, i =>
        {
            Ball input = BallFunctions.Of(cell.Functions[0], Sum(i, 0) + Seen(i, 0, state[i]));
            Ball forget = cell.IsCoupled ? One - input : BallFunctions.Of(cell.Functions[0], Sum(i, 2) + Seen(i, 2, state[i]));
            return (forget * state[i]) + (input * BallFunctions.Of(cell.Functions[1], Sum(i, 3)));
        });
        return (BallTensor.Each(state.Shape, i => BallFunctions.Of(cell.Functions[0], Sum(i, 1) + Seen(i, 1, next[i]))
            * BallFunctions.Of(cell.Functions[2], next[i])), next);
    }

    private BallTensor Columns(BallTensor x, int first, int count) => Pick([x], [x.Shape[0], count],
        [.. Enumerable.Range(0, x.Shape[0] * count).Select(i => 1L + (i / count * x.Shape[1]) + first + (i % count))]);
}
