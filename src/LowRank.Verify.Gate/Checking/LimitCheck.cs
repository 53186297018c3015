using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Generation;

namespace LowRank.Verify.Gate.Checking;

/// <summary>
/// Follows a value along t_k → target, k = 1, …, 4, with |t_k − target| = 2^(−8^k), or t_k = ±2^(8^k) towards an infinity, from each
/// side on which the domain has room. A limit is approached where the certified distance to the claimed value falls to a half or less
/// of the largest one before, and falls by a hundredth in the last step too: even distances like 1/log|log t| do, and one that falls
/// at first and then stays does not. Finitely many points refute no limit, so a distance that stays is a verdict of its own.
/// </summary>
/// <param name="reference">Evaluates.</param>
internal sealed class LimitCheck(ReferenceEvaluator reference)
{
    private const int Points = 4;

    private static readonly IntervalContext Context = new(160);

    /// <summary>The last point of an approach on which the distance stays, "true" when some approach was followed.</summary>
    public (bool IsFollowed, ClaimPoint? Stays) Follow(Oracle oracle, LimitClaim limit, InputRecord inputs)
    {
        if (reference.Number(oracle, limit.EqualTo, inputs) is not { IsEnclosed: true, Value: { } claimed })
        {
            return (false, null);
        }

        bool isFollowed = false;
        foreach (int side in limit.Target switch { "inf" => [1], "-inf" => [-1], _ => new[] { 1, -1 } })
        {
            List<(InputRecord Inputs, Interval Value)> path = [.. Path(oracle, limit, inputs, side)];
            if (path.Count < Points)
            {
                continue;
            }

            isFollowed = true;
            Interval[] distances = [.. path.Select(point => IntervalContext.Abs(Context.Subtract(point.Value, claimed)))];
            BigFloat before = distances.SkipLast(1).Select(d => d.Upper).Aggregate(BigFloat.Max);
            BigFloat last = distances[^1].Lower;
            bool isFar = BigFloat.Multiply(last, BigFloat.Of(2), 64, Rounding.Down) > before;
            if (isFar || (last.Sign > 0 && BigFloat.Multiply(last, BigFloat.Of(100), 64, Rounding.Down)
                >= BigFloat.Multiply(distances[^2].Upper, BigFloat.Of(99), 64, Rounding.Up)))
            {
                return (true, new ClaimPoint(
                    path[^1].Inputs,
                    new Shaped<CertifiedNumber>.Scalar(new(path[^1].Value, null)),
                    $"{limit.Member} -> {limit.Target}",
                    oracle.Id,
                    inputs,
                    new Shaped<CertifiedNumber>.Scalar(new(claimed, null)),
                    isFar ? "the first value must come near the second, and over four points its distance does not fall to a half"
                        : "the first value must come near the second, and in the last step its distance no longer falls"));
            }
        }

        return (isFollowed, null);
    }

    private IEnumerable<(InputRecord Inputs, Interval Value)> Path(Oracle oracle, LimitClaim limit, InputRecord inputs, int side)
    {
        Member member = oracle.Given.Single(m => m.Name == limit.Member);
        for (int k = 1; k <= Points; k++)
        {
            Rational far = Rational.Of(BigInteger.Pow(2, 1 << (3 * k))), step = limit.Target is "inf" or "-inf" ? far : Rational.One / far;
            Rational t = limit.Target is "inf" or "-inf" ? Rational.Zero : Rational.Parse(limit.Target);
            t = side > 0 ? t + step : t - step;
            if (!member.Domain.Contains(t))
            {
                yield break;
            }

            InputValue moved = inputs.Members.TryGetValue(member.Name, out InputValue? old) && old is InputValue.Sequence list
                ? new InputValue.Sequence([.. list.Items.Select(_ => ExactNumber.Of(t))])
                : ExactNumber.Of(t);
            InputRecord there = inputs.With(member.Name, moved);
            if (reference.Refusal(oracle, there) is not null
                || reference.Evaluate(oracle, there) is not { Result: Shaped<CertifiedNumber>.Scalar { Value.Enclosure: var value } })
            {
                yield break;
            }

            yield return (there, value);
        }
    }
}
