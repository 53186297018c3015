using LowRank.Verify.Arithmetic;
using LowRank.Verify.Formulas;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Catalogue;

/// <summary>
/// Interprets oracle formulas in interval arithmetic: the enclosures contain the exact value for the inputs exactly as given. The
/// precision starts a little above what the digits need and doubles until they are reached, a cap is reached, or the certified
/// spectra limit the width. May be used by several threads.
/// </summary>
public sealed class ReferenceEvaluator(OracleCatalogue catalogue, ISpectrumSource spectra)
{
    /// <summary>Highest working precision, in bits.</summary>
    public const int MaximumPrecision = 16_384;

    /// <summary>Most digits that may be asked for.</summary>
    public const int MaximumDigits = 2_000;

    private const int RangePrecision = Bits.Range;
    private const int WordBits = 64;
    private const int BitsPerDigit = 4;

    private readonly SpectrumLibrary library = new(spectra);
    private long work;

    /// <summary>The catalogue.</summary>
    public OracleCatalogue Catalogue { get; } = catalogue;

    /// <summary>Where matrices get their certified singular values.</summary>
    public ISpectrumSource Spectra { get; } = spectra;

    /// <summary>
    /// Bits at which evaluations end where digits are missing or a tie is open; what is then not decided is said to be undecided.
    /// </summary>
    public int PrecisionLimit { get; init; } = MaximumPrecision;

    /// <summary>What all evaluations so far cost, in passes of loops; the same on every machine, unlike time.</summary>
    public long Work => Interlocked.Read(ref work);

    /// <summary>The certified value of an oracle, to the digits asked for where that is possible.</summary>
    /// <exception cref="InputException">An input is missing, unknown, out of its domain or wrongly shaped, or a requirement
    /// fails.</exception>
    public Evaluation Evaluate(Oracle oracle, InputRecord inputs, int digits = 15)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, MaximumDigits);
        InputBinding binding = InputBinding.Of(oracle, inputs);
        ResultShape? best = null;
        (EvaluationStatus status, string? reason) = Escalate(binding, oracle, digits, frame =>
        {
            CheckRequirements(oracle, inputs, frame);
            ResultShape result = ResultShape.Of(oracle, frame, digits);
            best = result;
            return result.Digits;
        });
        Shaped<CertifiedNumber>? value = status == EvaluationStatus.OutsideDomain ? null : best?.Value;
        return new Evaluation(oracle, status, value, value is null ? 0 : best!.Digits, binding.Unused, reason);
    }

    /// <summary>
    /// An enclosure of every number that the formula can give when each number given, each operation and each function of a matrix
    /// returns, instead of its result x, any number in <paramref name="rounding"/> of an enclosure of x.
    /// <para>Promise: for every choice of such numbers, taken independently at every occurrence, the number that comes out lies in the
    /// result; so does the exact value, as long as <paramref name="rounding"/> contains its argument. Nothing is promised of how much
    /// wider the result is: one pass at a fixed precision, in which occurrences of one number count as independent.</para>
    /// <para>Exempt from rounding are exact integers of up to 24 bits, on which floating-point arithmetic is exact, and the
    /// conditions of <c>requires</c>, which are not checked here: whoever calls has inputs that <see cref="Evaluate"/> accepts.</para>
    /// <para>Status: enclosed; undecided where a comparison, floor or ceiling takes either branch within the range (the result is the
    /// hull of both) or where an operation may leave its domain within the range (there is no result); outside the domain where it
    /// certainly does.</para>
    /// </summary>
    /// <param name="oracle">The oracle.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="rounding">From an enclosure of an exact result to all numbers that may stand for it; must contain its argument and grow
    /// with it.</param>
    /// <exception cref="InputException">An input is missing, unknown, out of its domain or wrongly shaped.</exception>
    public Evaluation EvaluateRange(Oracle oracle, InputRecord inputs, Func<Interval, Interval> rounding)
    {
        ArgumentNullException.ThrowIfNull(oracle);
        const int Digits = 18;
        InputBinding binding = InputBinding.Of(oracle, inputs);
        EvaluationFrame frame = new(
            RangePrecision, Digits, binding.CreateMembers(), binding.Dimensions, oracle.Program.Scope.Definitions.Count, library, rounding);
        foreach (MemberValue member in frame.Members)
        {
            for (int i = 0; member.IsGiven && i < (member.Numbers?.Length ?? 0); i++)
            {
                member.Numbers![i] = frame.Arithmetic.Rounded(member.Numbers[i]!);
            }
        }

        try
        {
            ResultShape result = ResultShape.Of(oracle, frame, Digits);
            return new Evaluation(oracle, frame.OpenTie is null ? EvaluationStatus.Enclosed : EvaluationStatus.Undecided, result.Value,
                result.Digits, binding.Unused, frame.OpenTie);
        }
        catch (FormulaFailure failure)
        {
            EvaluationStatus status = failure.Status == OutcomeStatus.OutsideDomain ? EvaluationStatus.OutsideDomain
                : EvaluationStatus.Undecided;
            return new Evaluation(oracle, status, null, 0, binding.Unused, failure.Message);
        }
    }

    /// <summary>
    /// True or false when a condition of an oracle (the "when" of a property) holds or fails on these inputs, null when it is
    /// undecided; for a condition with a free index, over all its indices.
    /// </summary>
    /// <exception cref="InputException">An input is missing, unknown, out of its domain or wrongly shaped.</exception>
    /// <exception cref="ArgumentException">The formula is not one of the oracle's.</exception>
    public bool? Holds(Oracle oracle, Formula condition, InputRecord inputs)
    {
        BoundFormula bound = Find(oracle, condition);
        bool? holds = null;
        _ = Escalate(InputBinding.Of(oracle, inputs), oracle, 15, frame =>
        {
            holds = All(bound, frame, out _);
            return holds is null ? 0 : 15;
        });
        return holds;
    }

    /// <summary>The value of a number that belongs to an oracle (the degree or factor of a property, a limit) on these inputs.</summary>
    /// <exception cref="InputException">An input is missing, unknown, out of its domain or wrongly shaped.</exception>
    /// <exception cref="ArgumentException">The formula is not one of the oracle's.</exception>
    public Outcome<Interval> Number(Oracle oracle, Formula number, InputRecord inputs, int digits = 15)
    {
        BoundFormula bound = Find(oracle, number);
        Interval? value = null;
        (EvaluationStatus status, string? reason) = Escalate(InputBinding.Of(oracle, inputs), oracle, digits, frame =>
        {
            value = bound.Evaluate(frame, 0, bound.Term.Number).Enclosure(frame.Context);
            return value.Digits(digits);
        });
        return status == EvaluationStatus.OutsideDomain ? Outcome<Interval>.OutsideDomain(reason!)
            : value is null ? Outcome<Interval>.Undecided(reason!)
            : Outcome<Interval>.Of(value);
    }

    /// <summary>The values of a list of numbers that belongs to an oracle, or of one number, on these inputs.</summary>
    /// <exception cref="InputException">An input is missing, unknown, out of its domain or wrongly shaped.</exception>
    /// <exception cref="ArgumentException">The formula is not one of the oracle's.</exception>
    public Outcome<IReadOnlyList<Interval>> Numbers(Oracle oracle, Formula numbers, InputRecord inputs)
    {
        BoundFormula bound = Find(oracle, numbers);
        if (bound.Term.Kind == ValueKind.Number)
        {
            return Number(oracle, numbers, inputs) switch
            {
                { IsEnclosed: true, Value: { } value } => Outcome<IReadOnlyList<Interval>>.Of([value]),
                { Status: OutcomeStatus.OutsideDomain, Reason: { } reason } => Outcome<IReadOnlyList<Interval>>.OutsideDomain(reason),
                var other => Outcome<IReadOnlyList<Interval>>.Undecided(other.Reason!),
            };
        }

        Interval[]? values = null;
        (EvaluationStatus status, string? why) = Escalate(InputBinding.Of(oracle, inputs), oracle, 15, frame =>
        {
            values = [.. bound.Evaluate(frame, 0, bound.Term.Array).Select(item => item.Enclosure(frame.Context))];
            return values.Select(value => value.Digits(15)).DefaultIfEmpty(15).Min();
        });
        return status == EvaluationStatus.OutsideDomain ? Outcome<IReadOnlyList<Interval>>.OutsideDomain(why!)
            : values is null ? Outcome<IReadOnlyList<Interval>>.Undecided(why!)
            : Outcome<IReadOnlyList<Interval>>.Of(values);
    }

    /// <summary>Why the oracle refuses these inputs, or null when it accepts them.</summary>
    public string? Refusal(Oracle oracle, InputRecord inputs)
    {
        try
        {
            InputBinding binding = InputBinding.Of(oracle, inputs);
            _ = Escalate(binding, oracle, 15, frame =>
            {
                CheckRequirements(oracle, inputs, frame);
                return 15;
            });
            return null;
        }
        catch (InputException refusal)
        {
            return refusal.Message;
        }
    }

    // Runs one evaluation at rising precision. The evaluation returns the digits it reached.
    private (EvaluationStatus Status, string? Reason) Escalate(InputBinding binding, Oracle oracle, int digits,
        Func<EvaluationFrame, int> evaluate)
    {
        int precision = (WordBits + (BitsPerDigit * digits) + WordBits - 1) / WordBits * WordBits;
        int wish = digits, previous = -1;
        while (true)
        {
            EvaluationFrame frame = new(
                precision, Math.Min(wish, MaximumDigits), binding.CreateMembers(), binding.Dimensions,
                    oracle.Program.Scope.Definitions.Count, library);
            int reached = -1;
            string? open;
            try
            {
                reached = evaluate(frame);
                open = frame.OpenTie;
                if (open is null && reached >= digits)
                {
                    return (EvaluationStatus.Enclosed, null);
                }
            }
            catch (FormulaFailure failure) when (failure.Status == OutcomeStatus.OutsideDomain)
            {
                return (EvaluationStatus.OutsideDomain, failure.Message);
            }
            catch (FormulaFailure failure)
            {
                open = failure.Message;
            }
            finally
            {
                _ = Interlocked.Add(ref work, frame.Work);
            }

            // Rounding at twice the precision is smaller by as many digits as the precision had: where nothing was won although some
            // digits stand and no tie is open, the inputs set the limit, such as the remainder of a difference of matrices.
            bool isLimited = wish > digits && reached <= previous
                && ((frame.UsesSpectra && !frame.SpectraMayImprove) || (open is null && reached > 0));
            if (isLimited || frame.IsLimitedByIntegral || precision >= PrecisionLimit)
            {
                return open is null ? (EvaluationStatus.Enclosed, null) : (EvaluationStatus.Undecided, open);
            }

            previous = reached;
            precision = Math.Min(2 * precision, PrecisionLimit);
            wish *= 2;
        }
    }

    private static void CheckRequirements(Oracle oracle, InputRecord inputs, EvaluationFrame frame)
    {
        foreach (Requirement requirement in oracle.Requires)
        {
            BoundFormula bound = oracle.Program[requirement.Condition];
            switch (All(bound, frame, out long index))
            {
                case false:
                    throw new InputException(
                        $"{inputs.Source}: {oracle.Id} requires {requirement.Text}, which fails{Place(bound, frame, index, oracle)}");
                case null:
                    throw FormulaFailure.Undecided($"the requirement {requirement.Text} is a tie that the enclosures do not decide");
                default:
                    break;
            }
        }
    }

    private static bool? All(BoundFormula condition, EvaluationFrame frame, out long index)
    {
        (long lower, long upper) = condition.Indices(frame);
        bool? all = true;
        for (index = lower; index <= upper; index++)
        {
            bool? holds = condition.Evaluate(frame, index, condition.Term.Condition);
            if (holds == false)
            {
                return false;
            }

            all = holds is null ? null : all;
        }

        return all;
    }

    // "at i = 2 (r[2] = 9, h[1] = 5)".
    private static string Place(BoundFormula condition, EvaluationFrame frame, long index, Oracle oracle)
    {
        if (condition.FreeIndex is null)
        {
            return string.Empty;
        }

        List<string> values = [];
        foreach ((int slot, long offset) in condition.Subscripts)
        {
            MemberValue member = frame.Members[slot];
            if (member.Numbers?[index + offset - member.First]?.Exact is { } exact)
            {
                values.Add(FormattableString.Invariant($"{oracle.Given[slot].Name}[{index + offset}] = {InputBinding.Show(exact)}"));
            }
        }

        string list = values.Count == 0 ? string.Empty : $" ({string.Join(", ", values.Distinct())})";
        return FormattableString.Invariant($" at {condition.FreeIndex} = {index}{list}");
    }

    private static BoundFormula Find(Oracle oracle, Formula formula) => oracle.Program.Has(formula)
        ? oracle.Program[formula]
        : throw new ArgumentException($"'{formula.Text}' is not a formula of {oracle.Id}.", nameof(formula));
}
