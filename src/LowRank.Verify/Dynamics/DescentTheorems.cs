using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Dynamics;

/// <summary>
/// Theorem 5.3 and Lemma 6.20 of Oymak et al. 2019 on one instance: every hypothesis is checked first, in rational or interval
/// arithmetic, then every conclusion is compared along the enclosed path. The reference Jacobian is that of the initial weights, so
/// that ε₀ = 0. The step size makes the stopping time T = Γ/(ηα²) an integer.
/// </summary>
/// <param name="context">The arithmetic; widths of the path grow with its length.</param>
/// <param name="instance">The instance.</param>
/// <param name="alpha">The cutoff.</param>
/// <param name="gamma">Γ ≥ 1.</param>
/// <param name="eta">The step size.</param>
internal sealed class DescentTheorems(IntervalContext context, TrainingInstance instance, Rational alpha, Rational gamma, Rational eta)
{
    private const int MostSteps = 10_000;

    /// <summary>Theorem 5.3 with accuracy δ; β and the Lipschitz constant of the Jacobian are those of Lemma 6.10.</summary>
    public TheoremCheck MetaTheorem(Rational delta)
    {
        if (Common(out State? state) is { } failing)
        {
            return new TheoremCheck.DoesNotApply(failing);
        }

        if (delta.Sign <= 0 || delta > Rational.One)
        {
            return new TheoremCheck.DoesNotApply($"delta = {delta} is not in (0, 1]");
        }

        (int steps, DescentPath path, SpaceSplit<Interval> parts, Interval beta, Interval whole) = state!;
        Interval a = context.Of(alpha), g = context.Of(gamma), d = context.Of(delta);
        Interval half = context.Add(parts.PseudoInverse,
            Over(context.Multiply(g, context.Add(parts.Nuisance, context.Multiply(d, whole))), a));

        // 2L·R with L = νB‖X‖/√k and R = 2·half stands for ε.
        Interval lipschitz = Over(beta, Root(Interval.Of((long)instance.Width)));
        Interval eps = context.Multiply(Interval.Of(4L), context.Multiply(lipschitz, half));
        Interval allowed = Over(context.Multiply(d, Cube(a)), context.Multiply(context.Multiply(Interval.Of(5L), g), context.Square(beta)));
        if (!(eps.Upper <= allowed.Lower))
        {
            return new TheoremCheck.DoesNotApply($"(5.11): eps = {eps.Midpoint:G6}, but at most {allowed.Midpoint:G6} is allowed");
        }

        List<Conclusion> conclusions = [];
        Interval apart = context.Multiply(context.Of(new Rational(3, 5)), Over(context.Multiply(context.Multiply(d, a), whole), beta));
        Interval moved = Over(context.Multiply(context.Multiply(d, g), whole), a);
        for (int t = 0; t <= steps; t++)
        {
            Interval[] linear = path.LinearWeights[t], flat = [.. path.Moved(t).SelectMany(row => row)];
            conclusions.Add(new("(5.12) residuals", t, path.Norm(path.Residuals[t].Zip(path.LinearResiduals[t], context.Subtract)), apart));
            conclusions.Add(new("(5.12) parameters", t, path.Norm(flat.Zip(linear, context.Subtract)), moved));
            conclusions.Add(new("(5.13)", t, path.Norm(flat), half));
        }

        Interval left = Over(context.Multiply(context.Multiply(d, a), whole), beta);
        conclusions.Add(new("(5.14)", steps, path.Norm(path.Residuals[steps]),
            context.Add(context.Add(context.Multiply(Decay(Rational.One), parts.Information), parts.Nuisance), left)));
        return new TheoremCheck.Compared(conclusions);
    }

    /// <summary>Lemma 6.20 with accuracy ζ.</summary>
    /// <param name="zeta">ζ &gt; 0.</param>
    /// <param name="decay">The exponent of (6.54) over −Γ: 1 as proved; another number states something else.</param>
    /// <param name="displacement">The factor of (6.52): 2 as proved; another number states something else.</param>
    public TheoremCheck Lemma620(Rational zeta, Rational? decay = null, Rational? displacement = null)
    {
        if (Common(out State? state) is { } failing)
        {
            return new TheoremCheck.DoesNotApply(failing);
        }

        if (zeta.Sign <= 0)
        {
            return new TheoremCheck.DoesNotApply($"zeta = {zeta} is not positive");
        }

        (int steps, DescentPath path, SpaceSplit<Interval> parts, Interval beta, Interval whole) = state!;
        Interval a = context.Of(alpha), g = context.Of(gamma), z = context.Of(zeta);
        Interval value = Root(context.Add(
            context.Square(context.Multiply(a, parts.PseudoInverse)),
            context.Square(Over(context.Multiply(g, parts.NuisanceImage), a))));
        if (!(value.Lower.Sign > 0))
        {
            return new TheoremCheck.DoesNotApply("the early-stopping value of the initial residual may be 0");
        }

        // (6.51) with β = νB‖X‖: k ≥ 1600 (α/(ζβ) + Γ‖r₀‖/B)² β⁶ Γ² B²/α⁸.
        Interval bracket = context.Add(Over(a, context.Multiply(z, beta)), Over(context.Multiply(g, whole), value));
        Interval width = context.Multiply(Interval.Of(1600L), context.Square(Over(
            context.Multiply(context.Multiply(bracket, Cube(beta)), context.Multiply(g, value)),
            context.Square(context.Square(a)))));
        if (!(width.Upper <= BigFloat.Of((long)instance.Width)))
        {
            return new TheoremCheck.DoesNotApply($"(6.51): the width is {instance.Width}, but at least {width.Midpoint:G6} is needed");
        }

        List<Conclusion> conclusions = [];
        Interval far = context.Multiply(context.Of(displacement ?? new Rational(2, 1)), Over(value, a));
        Interval row = Over(
            context.Multiply(context.Multiply(Interval.Of(2L), context.Multiply(beta, g)), whole),
            context.Multiply(Root(Interval.Of((long)instance.Width)), context.Square(a)));
        for (int t = 0; t <= steps; t++)
        {
            Interval[][] moved = path.Moved(t);
            conclusions.Add(new("(6.52)", t, path.Norm(moved.SelectMany(r => r)), far));
            conclusions.Add(new("(6.53)", t, moved.Select(r => path.Norm(r)).Aggregate(IntervalContext.Max), row));
        }

        conclusions.Add(new("(6.54)", steps, path.Norm(path.Residuals[steps]), context.Add(
            context.Add(context.Multiply(Decay(decay ?? Rational.One), parts.Information), parts.Nuisance), context.Multiply(z, whole))));
        return new TheoremCheck.Compared(conclusions);
    }

    // The hypotheses that both share; null when they hold.
    private string? Common(out State? state)
    {
        state = null;
        if (instance.NotUnit is { } length)
        {
            return length;
        }

        if (instance.Activation.Bound is not { } bound)
        {
            return $"the derivative of {instance.Activation.Name} is not Lipschitz";
        }

        if (gamma < Rational.One)
        {
            return $"Gamma = {gamma} is less than 1";
        }

        if (alpha.Sign <= 0 || eta.Sign <= 0)
        {
            return "the cutoff and the step size must be positive";
        }

        Rational time = gamma / (eta * alpha * alpha);
        if (!time.IsInteger || time > Rational.Of(new System.Numerics.BigInteger(MostSteps)))
        {
            return $"the stopping time Gamma/(eta alpha^2) = {time.ToDouble():G6} is not an integer of at most {MostSteps}";
        }

        // ν = √(kK)·max|V|, so that max|V| ≤ ν/√(kK) with equality; β = νB‖X‖.
        IntervalMatrix x = TrainingInstance.Enclose(context, instance.X);
        Interval nu = context.Multiply(Root(Interval.Of((long)instance.Width * instance.Classes)),
            context.Of(instance.LargestOutputWeight));
        BigFloat squared = IntervalSpaces.Of(context, x) is { IsEnclosed: true, Value: { } inputs }
            ? inputs.SquaredSingularValues.Select(s => s.Upper).Aggregate(BigFloat.Max)
            : x.SquaredFrobenius(context).Upper;
        Interval norm = Root(new Interval(squared, squared));
        Interval beta = context.Multiply(context.Multiply(nu, context.Of(bound)), norm);
        Interval most = context.Divide(Interval.One, context.Square(beta)) is { IsEnclosed: true, Value: { } inverse } ? inverse
            : Interval.Zero;
        if (!(context.Of(eta).Upper <= most.Lower))
        {
            return $"the step size {eta.ToDouble():G6} exceeds 1/(nu B ||X||)^2 = {most.Midpoint:G6}";
        }

        int steps = (int)time.Numerator;
        DescentPath path = DescentPath.Of(context, instance, eta, steps);
        Outcome<IntervalSpaces> split = IntervalSpaces.Of(context, path.Jacobian);
        Outcome<SpaceSplit<Interval>> parts = split.IsEnclosed ? split.Value.At(path.Residuals[0], context.Of(alpha), alpha)
            : Outcome<SpaceSplit<Interval>>.Undecided(split.Reason);
        if (!parts.IsEnclosed)
        {
            return $"undecided at alpha: {parts.Reason}";
        }

        if (parts.Value.Rank == 0)
        {
            return "the cutoff exceeds the largest singular value of the Jacobian";
        }

        state = new State(steps, path, parts.Value, beta, path.Norm(path.Residuals[0]));
        return null;
    }

    private Interval Decay(Rational factor) => context.Exp(IntervalContext.Negate(context.Of(gamma * factor)));

    private Interval Over(Interval x, Interval y) => context.Divide(x, y).Value;

    private Interval Root(Interval x) => context.Sqrt(x).Value;

    private Interval Cube(Interval x) => context.Multiply(context.Square(x), x);

    private sealed record State(int Steps, DescentPath Path, SpaceSplit<Interval> Parts, Interval Beta, Interval Whole);
}
