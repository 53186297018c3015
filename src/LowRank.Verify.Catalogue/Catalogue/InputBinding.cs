using System.Globalization;
using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Formulas;

namespace LowRank.Verify.Catalogue;

/// <summary>Inputs checked against the members of an oracle.</summary>
internal sealed class InputBinding
{
    private readonly Oracle oracle;
    private readonly InputRecord inputs;
    private readonly MemberValue?[] given;

    private InputBinding(Oracle oracle, InputRecord inputs)
    {
        this.oracle = oracle;
        this.inputs = inputs;
        given = new MemberValue?[oracle.Given.Count];
    }

    /// <summary>Values of the dimensions, such as L.</summary>
    public Dictionary<string, long> Dimensions { get; } = new(StringComparer.Ordinal);

    /// <summary>Inputs that the oracle does not use.</summary>
    public IReadOnlyList<string> Unused { get; private set; } = [];

    /// <summary>Checks names, types, domains and lengths.</summary>
    /// <exception cref="InputException">An input is missing, unknown, out of its domain or wrongly shaped.</exception>
    public static InputBinding Of(Oracle oracle, InputRecord inputs)
    {
        InputBinding binding = new(oracle, inputs);
        binding.CheckNames();
        binding.FindDimensions();
        for (int slot = 0; slot < oracle.Given.Count; slot++)
        {
            binding.given[slot] = binding.Read(oracle.Given[slot], oracle.Program.Scope.Members[oracle.Given[slot].Name]);
        }

        binding.CheckShapes();
        return binding;
    }

    /// <summary>The members for one evaluation: given ones are shared, defaults are computed anew.</summary>
    public MemberValue[] CreateMembers()
    {
        MemberValue[] members = new MemberValue[given.Length];
        for (int slot = 0; slot < given.Length; slot++)
        {
            members[slot] = given[slot] ?? Absent(oracle.Given[slot], oracle.Program.Scope.Members[oracle.Given[slot].Name]);
        }

        return members;
    }

    /// <summary>A number as it was given: the string, or the shortest decimal of the double.</summary>
    public static string Show(Rational value, string? text = null) => text
        ?? (value.IsInteger && value.Numerator.GetBitLength() < 64
            ? value.ToString()
            : value.ToDouble().ToString("R", CultureInfo.InvariantCulture));

    private void CheckNames()
    {
        List<string> unused = [];
        foreach (string name in inputs.Members.Keys)
        {
            if (oracle.Declaration.Find(name) is null)
            {
                throw new InputException($"{inputs.Source}: '{name}' is not a member of the record '{oracle.Record}' of {oracle.Family}"
                    + (NearestName.Suggest(name, oracle.RecordMembers.Select(m => m.Name)) is { Length: > 0 } suggestion
                        ? suggestion : $"; its members are {string.Join(", ", oracle.RecordMembers.Select(m => m.Name))}"));
            }

            if (oracle.Given.All(m => m.Name != name))
            {
                unused.Add(name);
            }
        }

        Unused = unused;
    }

    private void FindDimensions()
    {
        Dictionary<string, string> origin = new(StringComparer.Ordinal);
        foreach (Member member in oracle.Given)
        {
            MemberSymbol symbol = oracle.Program.Scope.Members[member.Name];
            if (symbol.Index is not { } range || !inputs.Members.TryGetValue(member.Name, out InputValue? value))
            {
                continue;
            }

            if (value is not InputValue.Sequence list)
            {
                throw Wrong(member, $"must be a list, one item for each index {member.Index}");
            }

            Affine span = range.Upper.Plus(range.Lower, -1)!;
            if (span.Symbols.SingleOrDefault() is not { } dimension || span[dimension] != 1)
            {
                continue;
            }

            long length = list.Items.Count - 1 - span.Constant;
            string reason = $"{member.Name} has {Count(list.Items.Count)} (indices {member.Index}), so {dimension} = {length}";
            if (length < 1)
            {
                throw Wrong(member, $"has {Count(list.Items.Count)} for the indices {member.Index}; it needs at least {span.Constant + 2}");
            }

            if (!Dimensions.TryAdd(dimension, length) && Dimensions[dimension] != length)
            {
                throw new InputException($"{inputs.Source}: {reason}, but {origin[dimension]}");
            }

            _ = origin.TryAdd(dimension, reason);
        }

        foreach (string dimension in oracle.Program.Scope.Dimensions.Where(d => !Dimensions.ContainsKey(d)))
        {
            Member missing = oracle.Given.First(m => !m.IsOptional && oracle.Program.Scope.Members[m.Name].Index is { } range
                && range.Upper[dimension] != 0);
            throw Missing(missing);
        }
    }

    private MemberValue? Read(Member member, MemberSymbol symbol)
    {
        (long first, long length) = Extent(symbol);
        if (!inputs.Members.TryGetValue(member.Name, out InputValue? value))
        {
            return member.IsOptional ? null
                : length == 0 ? new MemberValue { IsGiven = false, First = first, Numbers = [], Matrices = [] }
                : throw Missing(member);
        }

        IReadOnlyList<InputValue> items = member.Index is null ? [value] : ((InputValue.Sequence)value).Items;
        if (items.Count != length)
        {
            throw Wrong(member,
                $"has {Count(items.Count)}, but the indices {member.Index} with "
                + $"{string.Join(", ", Dimensions.Select(d => $"{d.Key} = {d.Value}"))} ask for {length}");
        }

        if (member.Type == MemberType.Matrix)
        {
            return new MemberValue { IsGiven = true, First = first,
                Matrices = [.. items.Select((item, i) => ReadMatrix(member, item, first + i))] };
        }

        Quantity[] numbers = [.. items.Select((item, i) => ReadNumber(member, item, first + i))];
        return Dimensions.TryGetValue(member.Name, out long dimension) && member.Index is null
            && numbers[0].Exact != Rational.Of(new BigInteger(dimension))
            ? throw Wrong(member, $"is {Show(numbers[0].Exact!.Value)}, but the lists given have {member.Name} = {dimension}")
            : new MemberValue { IsGiven = true, First = first, Numbers = numbers };
    }

    private void CheckShapes()
    {
        Dictionary<string, (long Size, string Origin)> sizes = Dimensions.ToDictionary(d => d.Key, d => (d.Value, "the lists"),
            StringComparer.Ordinal);
        foreach ((Member chain, MemberValue? value) in oracle.Given.Zip(given))
        {
            if (chain is { Type: MemberType.Matrix, Index: not null } && value?.Matrices is [{ } first, ..])
            {
                sizes[chain.Name] = (first.Columns, $"the first matrix of {chain.Name}");
            }
        }

        for (int slot = 0; slot < given.Length; slot++)
        {
            Member member = oracle.Given[slot];
            if (member.Shape is not { } shape || given[slot]?.Matrices is not [{ } matrix])
            {
                continue;
            }

            foreach ((string name, long size, string what) in new[] { (shape.Rows, (long)matrix.Rows, "rows"),
                (shape.Columns, (long)matrix.Columns, "columns") })
            {
                string rest = FreeName(member, name, size, what, out long part);
                if (rest.Length > 0 && !sizes.TryAdd(rest, (part, member.Name)) && sizes[rest] is var known && known.Size != part)
                {
                    string others = oracle.Given.Any(m => m.Name == rest && m.Type == MemberType.Matrix)
                        ? FormattableString.Invariant($"has {known.Size} columns")
                        : FormattableString.Invariant($"{(known.Origin == "the lists" ? "have" : "has")} {rest} = {known.Size}");
                    throw Wrong(member, FormattableString.Invariant($"has {size} {what}, but {known.Origin} {others}"));
                }
            }
        }
    }

    // The one name of a side of a shape that no count gives, and its size; empty where there is none.
    private string FreeName(Member member, string side, long size, string what, out long part)
    {
        string free = string.Empty;
        BigInteger product = BigInteger.One;
        IReadOnlyList<string> names = MatrixShape.Names(side);
        foreach (string name in names)
        {
            if (names.Count > 1 && !Dimensions.ContainsKey(name) && CountOf(name) is { } count)
            {
                product *= count;
            }
            else
            {
                free = name;
            }
        }

        part = product.IsZero ? 0 : (long)(size / product);
        return free.Length > 0 ? product * part == size ? free
                : throw Wrong(member, $"has {size} {what}, which is no multiple of {product} ({side})")
            : size == product ? free : throw Wrong(member, $"has {size} {what}, not {product} ({side})");
    }

    // A count, the product of a list of counts, or a default that is a number.
    private BigInteger? CountOf(string name)
    {
        int slot = Enumerable.Range(0, oracle.Given.Count).FirstOrDefault(i => oracle.Given[i].Name == name, -1);
        return slot < 0 || oracle.Given[slot].Type != MemberType.Count ? null
            : given[slot]?.Numbers is { } numbers
                ? numbers.Aggregate(BigInteger.One, (product, number) => product * number!.Exact!.Value.Numerator)
            : oracle.Given[slot].Default?.Syntax is Expression.Literal { Value.IsInteger: true } literal ? literal.Value.Numerator
            : null;
    }

    private MemberValue Absent(Member member, MemberSymbol symbol)
    {
        (long first, long length) = Extent(symbol);
        return member.Type == MemberType.Matrix
            ? new MemberValue { IsGiven = false, First = first, Matrices = new MatrixQuantity?[length] }
            : new MemberValue { IsGiven = false, First = first, Numbers = new Quantity?[length] };
    }

    private (long First, long Length) Extent(MemberSymbol symbol)
    {
        if (symbol.Index is not { } range)
        {
            return (0, 1);
        }

        long first = range.Lower.Evaluate(d => Dimensions[d]);
        return (first, Math.Max(0, range.Upper.Evaluate(d => Dimensions[d]) - first + 1));
    }

    private Quantity ReadNumber(Member member, InputValue item, long index)
    {
        if (item is not InputValue.Number number)
        {
            throw Wrong(member,
                $"must be a {(member.Type == MemberType.Count ? "count (an integer)" : "number")}, not a "
                + $"{(item is InputValue.MatrixValue ? "matrix" : "list")}", index);
        }

        if (member.Type == MemberType.Count && !number.Exact.IsInteger)
        {
            throw Wrong(member, $"is {Show(number.Exact, number.Text)}, but it must be an integer in {member.Domain}", index);
        }

        return member.Domain.Contains(number.Exact)
            ? Quantity.Of(number.Exact)
            : throw Wrong(member, $"is {Show(number.Exact, number.Text)}, outside {member.Domain}", index);
    }

    private MatrixQuantity ReadMatrix(Member member, InputValue item, long index) => item is InputValue.MatrixValue matrix
        ? MatrixQuantity.Of(matrix.Value)
        : throw Wrong(member, "must be a matrix: a list of rows of one length, or {\"shape\", \"dtype\", \"data\"}", index);

    private InputException Missing(Member member) => new(
        $"{inputs.Source}: '{member.Name}' is missing: {member.Meaning} ({Kind(member)})");

    private static string Kind(Member member)
    {
        string type = member.Type switch
        {
            MemberType.Count => $"integer in {member.Domain}",
            MemberType.Real => $"number in {member.Domain}",
            _ => "matrix",
        };
        return member.Index is null ? type : $"list with indices {member.Index}; each item: {type}";
    }

    private InputException Wrong(Member member, string what, long? index = null)
    {
        string item = index is { } i && member.Index is not null ? FormattableString.Invariant($"[{i}]") : string.Empty;
        return new($"{inputs.Source}: {member.Name}{item} {what}");
    }

    private static string Count(int items) => items == 1 ? "1 item" : FormattableString.Invariant($"{items} items");
}
