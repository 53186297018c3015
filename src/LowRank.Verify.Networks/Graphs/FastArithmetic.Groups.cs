using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Graphs;

/// <content>What sees several entries, and recurrent cells.</content>
internal sealed partial class FastArithmetic
{
    public override FastTensor Pool(FastTensor x, StepOperation.Window windows, int[] shape)
    {
        double[] y = new double[GraphTensor.Size(shape)];
        for (int i = 0; i < y.Length; i++)
        {
            int plane = i / windows.Inside.Length, window = i % windows.Inside.Length;
            IEnumerable<double> seen = windows.Inside[window].Select(p => x.Values[(plane * windows.InputLength) + p]);
            y[i] = windows.IsMaximum ? seen.Max() : seen.Sum() / windows.Divisors[window];
        }

        return new(shape, y);
    }

    public override FastTensor Reduce(string kind, FastTensor x, AxisGroups groups, int[] shape) =>
        new(shape, [.. groups.Starts.Select(start =>
        {
            IEnumerable<double> seen = groups.Offsets.Select(o => x.Values[start + o]);
            return kind switch
            {
                "Sum" => seen.Sum(),
                "Mean" => seen.Average(),
                "Max" => seen.Max(),
                "Min" => seen.Min(),
                "L1" => seen.Sum(Math.Abs),
                "SumSquare" => seen.Sum(v => v * v),
                "L2" => Math.Sqrt(seen.Sum(v => v * v)),
                "LogSum" => Math.Log(seen.Sum()),
                "LogSumExp" => seen.Max() is var top ? top + Math.Log(seen.Sum(v => Math.Exp(v - top))) : 0,
                "Prod" => seen.Aggregate(1.0, (product, v) => product * v),
                _ => throw new GraphDomainException($"'Reduce{kind}' is not known"),
            };
        })]);

    public override FastTensor Softmax(FastTensor x, AxisGroups groups, bool logarithm)
    {
        double[] y = new double[x.Values.Length];
        foreach (int start in groups.Starts)
        {
            double top = groups.Offsets.Max(o => x.Values[start + o]);
            double sum = groups.Offsets.Sum(o => Math.Exp(x.Values[start + o] - top));
            foreach (int at in groups.Offsets.Select(o => start + o))
            {
                y[at] = logarithm ? x.Values[at] - top - Math.Log(sum) : Math.Exp(x.Values[at] - top) / sum;
            }
        }

        return new(x.Shape, y);
    }

    public override FastTensor Normalise(FastTensor x, AxisGroups groups, double epsilon, bool isCentred)
    {
        double[] y = new double[x.Values.Length];
        foreach (int start in groups.Starts)
        {
            double mean = isCentred ? groups.Offsets.Average(o => x.Values[start + o]) : 0;
            double root = Math.Sqrt(groups.Offsets.Average(o => Math.Pow(x.Values[start + o] - mean, 2)) + epsilon);
            foreach (int at in groups.Offsets.Select(o => start + o))
            {
                y[at] = (x.Values[at] - mean) / root;
            }
        }

        return new(x.Shape, y);
    }

    public override FastTensor BatchNormalise(FastTensor x, FastTensor scale, FastTensor shift, FastTensor mean, FastTensor variance,
        double epsilon)
    {
        int inner = GraphTensor.Size(x.Shape[2..]);
        return new(x.Shape, [.. x.Values.Select((v, i) =>
        {
            int c = i / inner % x.Shape[1];
            return (scale.Values[c] * (v - mean.Values[c]) / Math.Sqrt(variance.Values[c] + epsilon)) + shift.Values[c];
        })]);
    }

    public override FastTensor Quantise(FastTensor x, FastTensor scale, FastTensor zero, double least, double most)
    {
        int[] scales = Broadcast.Places(scale.Shape, x.Shape), zeros = Broadcast.Places(zero.Shape, x.Shape);
        return new(x.Shape, [.. x.Values.Select((v, i) =>
            Math.Min(most, Math.Max(least, Math.Round(v / scale.Values[scales[i]], MidpointRounding.ToEven) + zero.Values[zeros[i]])))]);
    }

    public override (FastTensor Hidden, FastTensor? Cell) Step(RecurrentCell cell, FastTensor fromInput, FastTensor hidden,
        FastTensor? state)
    {
        int h = cell.Hidden, gates = fromInput.Shape[1] / h;
        double[] r = ((FastTensor)cell.Recurrence).Values, bias = ((FastTensor)cell.RecurrenceBias).Values;
        double[]? peep = ((FastTensor?)cell.Peepholes)?.Values;
        Func<double, double>[] f = [.. cell.Functions.Select(FastFunctions.Of)];
        double[] next = new double[hidden.Values.Length], memory = new double[next.Length];
        for (int row = 0; row < hidden.Shape[0]; row++)
        {
            ReadOnlyMemory<double> before = hidden.Values.AsMemory(row * h, h);
            double Inner(ReadOnlySpan<double> by, int gate, int unit)
            {
                double sum = 0;
                for (int j = 0; j < h; j++)
                {
                    sum += by[j] * r[(j * gates * h) + (gate * h) + unit];
                }

                return sum;
            }

            double Into(int gate, int unit) => fromInput.Values[(row * gates * h) + (gate * h) + unit];
            double Total(int gate, int unit) => Into(gate, unit) + Inner(before.Span, gate, unit) + bias[(gate * h) + unit];
            double[] damped = cell.Kind == "GRU" ? [.. Enumerable.Range(0, h).Select(j => f[0](Total(1, j)) * before.Span[j])] : [];
            for (int j = 0; j < h; j++)
            {
                int at = (row * h) + j;
                switch (cell.Kind)
                {
                    case "RNN":
                        next[at] = f[0](Total(0, j));
                        break;
                    case "GRU":
                        double z = f[0](Total(0, j)), reached = cell.IsLinearBeforeReset
                            ? f[0](Total(1, j)) * (Inner(before.Span, 2, j) + bias[(2 * h) + j]) : Inner(damped, 2, j) + bias[(2 * h) + j];
                        double proposed = f[1](Into(2, j) + reached);
                        next[at] = proposed + (z * (before.Span[j] - proposed));
                        break;
                    default:
                        double old = state!.Values[at], i = f[0](Total(0, j) + (peep is null ? 0 : peep[j] * old));
                        double keep = cell.IsCoupled ? 1 - i : f[0](Total(2, j) + (peep is null ? 0 : peep[(2 * h) + j] * old));
                        memory[at] = (keep * old) + (i * f[1](Total(3, j)));
                        next[at] = f[0](Total(1, j) + (peep is null ? 0 : peep[h + j] * memory[at])) * f[2](memory[at]);
                        break;
                }
            }
        }

        return (new(hidden.Shape, next), cell.Kind == "LSTM" ? new(hidden.Shape, memory) : null);
    }
}
