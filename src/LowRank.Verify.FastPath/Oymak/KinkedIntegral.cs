namespace LowRank.Verify.FastPath.Oymak;

/// <summary>
/// ∫ f by Gauss and Kronrod's rule of 7 and 15 points on panels that are halved until both agree to double precision: smooth pieces
/// converge at once, a kink costs one panel per level.
/// </summary>
internal static class KinkedIntegral
{
    private const int Deepest = 60;
    private const double Accuracy = 1e-15;

    private static readonly double[] Nodes =
    [
        0.991455371120812639206854697526329, 0.949107912342758524526189684047851, 0.864864423359769072789712788640926,
        0.741531185599394439863864773280788, 0.586087235467691130294144691693013, 0.405845151377397166906606412076961,
        0.207784955007898467600689403773245, 0,
    ];

    private static readonly double[] Kronrod =
    [
        0.022935322010529224963732008058970, 0.063092092629978553290700663189204, 0.104790010322250183839876322541518,
        0.140653259715525918745189590510238, 0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
        0.204432940075298892414161999234649, 0.209482141084727828012999174891714,
    ];

    private static readonly double[] Gauss =
        [0.129484966168869693270611432679082, 0.279705391489276667901467771423780, 0.381830050505118944950369775488975,
            0.417959183673469387755102040816327];

    /// <summary>∫ from a to b of a nonnegative function; NaN where the function is.</summary>
    public static double Evaluate(Func<double, double> f, double a, double b)
    {
        const int Start = 8;
        double size = 0;
        for (int i = 0; i < Start; i++)
        {
            size += Rule(f, a + ((b - a) * i / Start), a + ((b - a) * (i + 1) / Start)).Value;
        }

        CompensatedSum sum = default;
        for (int i = 0; i < Start; i++)
        {
            Refine(f, a + ((b - a) * i / Start), a + ((b - a) * (i + 1) / Start), Accuracy * size / Start, 0, ref sum);
        }

        return sum.Total;
    }

    private static void Refine(Func<double, double> f, double a, double b, double tolerance, int depth, ref CompensatedSum sum)
    {
        (double value, double error) = Rule(f, a, b);
        double middle = 0.5 * (a + b);
        if (!(error > Math.Max(tolerance, 4e-16 * value)) || depth == Deepest || middle <= a || middle >= b)
        {
            sum.Add(value);
            return;
        }

        Refine(f, a, middle, tolerance, depth + 1, ref sum);
        Refine(f, middle, b, tolerance, depth + 1, ref sum);
    }

    private static (double Value, double Error) Rule(Func<double, double> f, double a, double b)
    {
        double centre = 0.5 * (a + b), half = 0.5 * (b - a);
        double fine = Kronrod[7] * f(centre), coarse = Gauss[3] * f(centre);
        for (int i = 0; i < 7; i++)
        {
            double pair = f(centre - (half * Nodes[i])) + f(centre + (half * Nodes[i]));
            fine += Kronrod[i] * pair;
            coarse += i % 2 == 1 ? Gauss[i / 2] * pair : 0;
        }

        return (fine * half, Math.Abs(fine - coarse) * half);
    }
}
