using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Ranks;

/// <summary>
/// The exact rank of the single-output kernel E_w[1{w·x_i &gt; 0} 1{w·x_j &gt; 0}] x_i·x_j of the ReLU network, w standard normal, x_i the
/// rows of a matrix.
/// </summary>
/// <remarks>
/// The kernel is the Gram matrix of the functions f_i(w) = x_i 1{w·x_i &gt; 0}. Positive multiples of one point give multiples of one
/// function. With u a unit vector of a line through 0, the two functions of the line are ½(±u + u sign(w·u)). The jump of
/// u sign(w·u) at the hyperplane orthogonal to u makes functions of different lines independent, and a combination without jumps
/// consists of the constants u of lines with points on both sides. So the rank is the number of lines that hold a point other than 0,
/// plus the dimension of the span of the lines with points on both sides of 0.
/// </remarks>
public static class StepKernelRank
{
    /// <summary>The rank.</summary>
    public static int Of(Matrix points)
    {
        List<(Rational[] Direction, bool[] Sides)> lines = [];
        for (int i = 0; i < points.Rows; i++)
        {
            Rational[] point = [.. Enumerable.Range(0, points.Columns).Select(j => Rational.Of(points[i, j]))];
            int first = Array.FindIndex(point, x => x.Sign != 0);
            if (first < 0)
            {
                continue;
            }

            Rational[] direction = [.. point.Select(x => x / point[first])];
            int known = lines.FindIndex(line => line.Direction.AsSpan().SequenceEqual(direction));
            if (known < 0)
            {
                lines.Add((direction, new bool[2]));
                known = lines.Count - 1;
            }

            lines[known].Sides[point[first].Sign > 0 ? 1 : 0] = true;
        }

        Rational[][] twoSided = [.. lines.Where(line => line.Sides[0] && line.Sides[1]).Select(line => line.Direction)];
        Rational[,] span = new Rational[twoSided.Length, points.Columns];
        for (int i = 0; i < twoSided.Length; i++)
        {
            for (int j = 0; j < points.Columns; j++)
            {
                span[i, j] = twoSided[i][j];
            }
        }

        return lines.Count + RationalRank.Of(span);
    }
}
