using System.Text.Json.Nodes;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Catalogue;

/// <summary>Bad inputs end in one line that names source, field, index and range; good ones mean what they say.</summary>
public sealed class InputTests
{
    private const string Good = "\"h\":[8,12,5],\"r\":[2,2],\"B\":[1,1],\"X_frobenius\":4,\"m\":16,\"C1\":1,\"C2\":1";

    private static readonly OracleCatalogue Catalogue = OracleCatalogue.LoadDefault();

    private static readonly ReferenceEvaluator Evaluator = new(Catalogue, new SpectrumCertifier(Engines.Default));

    [Theory]
    [InlineData("\"m\":16", "\"m\":16.5", "in.json: m is 16.5, but it must be an integer in [1, inf)")]
    [InlineData("\"m\":16", "\"m\":0", "in.json: m is 0, outside [1, inf)")]
    [InlineData("\"m\":16", "\"m\":[16]", "in.json: m must be a count (an integer), not a list")]
    [InlineData("\"m\":16,", "", "in.json: 'm' is missing: number of samples (integer in [1, inf))")]
    [InlineData("\"h\":[8,12,5],", "",
        "in.json: 'h' is missing: widths; h[0] is the input dimension (list with indices 0..L; each item: integer in [1, inf))")]
    [InlineData("\"m\":16", "\"m\":16,\"N\":3",
        "in.json: 'N' is not a member of the record 'network' of pinto2025; its members are m, X_frobenius, h, r, B, C1, C2, delta, Lip, "
        + "L_phi, l")]
    [InlineData("\"m\":16", "\"m\":16,\"Lipschitz\":3",
        "in.json: 'Lipschitz' is not a member of the record 'network' of pinto2025; did you mean 'Lip'?")]
    [InlineData("\"B\":[1,1]", "\"B\":[1,-2.5]", "in.json: B[2] is -2.5, outside (0, inf)")]
    [InlineData("\"B\":[1,1]", "\"B\":[1,\"-1/3\"]", "in.json: B[2] is -1/3, outside (0, inf)")]
    [InlineData("\"C1\":1", "\"C1\":\"0.999\"", "in.json: C1 is 0.999, outside [1, inf)")]
    [InlineData("\"B\":[1,1]", "\"B\":[1,1,1]",
        "in.json: B has 3 items (indices 1..L), so L = 3, but h has 3 items (indices 0..L), so L = 2")]
    [InlineData("\"B\":[1,1]", "\"B\":1", "in.json: B must be a list, one item for each index 1..L")]
    [InlineData("\"h\":[8,12,5]", "\"h\":[8]", "in.json: h has 1 item for the indices 0..L; it needs at least 2")]
    [InlineData("\"h\":[8,12,5]", "\"h\":[[8,12,5]]", "in.json: h must be a list, one item for each index 0..L")]
    [InlineData("\"r\":[2,2]", "\"r\":[2,9]",
        "in.json: pinto2025/theorem-7 requires r[i] <= min(h[i], h[i-1]), which fails at i = 2 (r[2] = 9, h[2] = 5, h[1] = 12)")]
    [InlineData("\"r\":[2,2]", "\"r\":[2,null]", "in.json: r, item 2 is null, which is neither a number, a string, a list nor a matrix")]
    [InlineData("\"m\":16", "\"m\":\"many\"", "in.json: m: 'many' is not a number: write an integer, a decimal or a fraction.")]
    [InlineData("\"m\":16", "\"m\":\"1/0\"", "in.json: m: '1/0' divides by 0.")]
    [InlineData("\"m\":16", "\"m\":16,\"m\":17", "in.json: the name 'm' appears twice")]
    [InlineData("\"X_frobenius\":4", "\"X_frobenius\":1e999",
        "in.json: X_frobenius is 1e999, beyond the range of doubles; write it as a string, \"1e999\"")]
    [InlineData("\"X_frobenius\":4", "\"X_frobenius\":1e-999",
        "in.json: X_frobenius is 1e-999, below the range of doubles; write it as a string, \"1e-999\"")]
    [InlineData("\"X_frobenius\":4", "\"X_frobenius\":\"1e99999999\"",
        "in.json: X_frobenius: '1e99999999' is not a decimal number with an exponent within ±1000000.")]
    [InlineData("\"m\":16", "\"m\":9007199254740993",
        "in.json: m is 9007199254740993, an integer that is no double; write it as a string, \"9007199254740993\"")]
    [InlineData("\"m\":16", "\"m\":NaN", "in.json: not valid JSON at line 1, byte 55")]
    [InlineData("\"m\":16", "\"m\":16}{", "in.json: not valid JSON at line 1, byte 58")]
    public void Bad_record_is_refused_in_one_line(string old, string replacement, string message)
    {
        string inputs = "{" + Good.Replace(old, replacement, StringComparison.Ordinal) + "}";
        Assert.Contains(old, Good, StringComparison.Ordinal);
        InputException error = Assert.Throws<InputException>(() => Evaluator.Evaluate(Catalogue.Get("pinto2025/theorem-7"),
            InputJson.Read(inputs, "in.json")));
        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("[[1,2],[3]]", "in.json: A: the rows of a matrix have one length, but row 1 has 2 entries and row 2 has 1 entry")]
    [InlineData("[[1,2],[3,4],5]", "in.json: A: the rows of a matrix have one length, but row 1 has 2 entries and row 3 is no list")]
    [InlineData("[[]]", "in.json: A: row 1 is empty; a matrix has at least one column")]
    [InlineData("[]", "in.json: A must be a matrix: a list of rows of one length, or {\"shape\", \"dtype\", \"data\"}")]
    [InlineData("[[1,2],[3,\"0.1\"]]",
        "in.json: A, row 2, column 2 is \"0.1\", which is not exactly a double, as the entries of a matrix are; the nearest is 0.1")]
    [InlineData("[[1,\"1e400\"]]",
        "in.json: A, row 1, column 2 is \"1e400\", which is not exactly a double, as the entries of a matrix are")]
    [InlineData("[[1,\"1e-400\"]]",
        "in.json: A, row 1, column 2 is \"1e-400\", which is not exactly a double, as the entries of a matrix are")]
    [InlineData("[[1,\"one\"]]", "in.json: A, row 1, column 2: 'one' is not a number: write an integer, a decimal or a fraction.")]
    [InlineData("[[1,null]]", "in.json: A, row 1, column 2 is null, which is no number")]
    [InlineData("[[1,[2]]]", "in.json: A, row 1, column 2 is a list, which is no number")]
    [InlineData("[[1,9007199254740993]]",
        "in.json: A, row 1, column 2 is 9007199254740993, an integer that is no double; the entries of a matrix are doubles")]
    [InlineData("5", "in.json: A must be a matrix: a list of rows of one length, or {\"shape\", \"dtype\", \"data\"}")]
    [InlineData("[[1,1e400]]", "in.json: A, row 1, column 2 is 1e400, beyond the range of doubles; the entries of a matrix are doubles")]
    [InlineData("{\"shape\":[1,1],\"dtype\":\"float64\"}", "in.json: A: the matrix has no 'data'")]
    [InlineData("{\"shape\":[1,1],\"dtype\":\"float64\",\"data\":\"AAAA\"}",
        "in.json: A: a 1×1 matrix of float64 has 8 bytes, but data has 3")]
    [InlineData("{\"shape\":[1,1],\"dtype\":\"float8\",\"data\":\"AAAA\"}",
        "in.json: A: dtype \"float8\" is unknown; use one of float64, float32, float16, bfloat16, int8")]
    [InlineData("{\"shape\":[1,0],\"dtype\":\"float64\",\"data\":\"\"}",
        "in.json: A: shape must be two positive integers [rows, columns], not [1,0]")]
    [InlineData("{\"shape\":[100000,100000],\"dtype\":\"float64\",\"data\":\"\"}",
        "in.json: A: shape must be two positive integers [rows, columns], not [100000,100000]")]
    [InlineData("{\"shape\":[1,1],\"dtype\":\"float64\",\"data\":\"*\"}", "in.json: A: data must be a base64 string")]
    [InlineData("{\"shape\":[1,1],\"dtype\":\"float32\",\"data\":\"AADAfw==\"}", "in.json: A, row 1, column 1 is NaN")]
    [InlineData("{\"shape\":[1,2],\"dtype\":\"float16\",\"data\":\"AAAAfA==\"}",
        "in.json: A, row 1, column 2 is infinite: what overflowed may have been any large number, so there is no storage range")]
    [InlineData("{\"shape\":[1,1],\"shape\":[1,1]}",
        "in.json: A: a matrix has the fields shape, dtype and data (and scale for int8), each once; 'shape' is repeated")]
    [InlineData("{\"size\":[1,1]}",
        "in.json: A: a matrix has the fields shape, dtype and data (and scale for int8), each once; 'size' is unknown")]
    [InlineData("{\"shape\":[1,2],\"dtype\":\"int8\",\"data\":\"AQI=\"}",
        "in.json: A: a matrix of int8 has a 'scale', and no other has one")]
    [InlineData("{\"shape\":[1,1],\"dtype\":\"float16\",\"data\":\"AAA=\",\"scale\":1}",
        "in.json: A: a matrix of int8 has a 'scale', and no other has one")]
    [InlineData("{\"shape\":[1,2],\"dtype\":\"int8\",\"data\":\"AQI=\",\"scale\":0}",
        "in.json: A: the scale of an int8 matrix is positive, not 0")]
    [InlineData("{\"shape\":[1,2],\"dtype\":\"int8\",\"data\":\"AQM=\",\"scale\":0.1}",
        "in.json: A: the scale times the integers is not exactly a double; a scale of at most 46 bits always is")]
    [InlineData("{\"shape\":[1,2],\"dtype\":\"int8\",\"data\":\"AQM=\",\"scale\":\"1/3\"}",
        "in.json: A, scale is \"1/3\", which is not exactly a double, as the entries of a matrix are; the nearest is 0.3333333333333333")]
    public void Bad_matrix_is_refused_in_one_line(string matrix, string message)
    {
        InputException error = Assert.Throws<InputException>(() => Evaluator.Evaluate(Catalogue.Get("spectra/rank"),
            InputJson.Read($"{{\"A\":{matrix}}}", "in.json")));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Ledent_inputs_are_checked_across_members()
    {
        Oracle oracle = Catalogue.Get("ledent2025/theorem-3.6/l2");
        string Refusal(string inputs) => Evaluator.Refusal(oracle, InputJson.Read(inputs, "in.json"))!;
        const string Start = "{\"N\":10,\"B\":1,\"p\":[1,1],\"rho\":[1],";
        Assert.Null(Refusal(Start + "\"W\":[[[1,2],[3,4]],[[1,1]]]}"));
        Assert.Equal("in.json: ledent2025/theorem-3.6/l2 requires positions[i] > 1 or positions[i-1] > 1 or given(op_norm) or cols(W[i]) "
            + "== rows(W[i-1]), which fails at i = 2 (positions[2] = 1, positions[1] = 1)",
            Refusal(Start + "\"W\":[[[1,2],[3,4]],[[1,1,1]]]}"));
        Assert.StartsWith("in.json: ledent2025/theorem-3.6/l2 requires rows(M[i]) == rows(W[i])",
            Refusal(Start + "\"W\":[[[1,2],[3,4]],[[1,1]]],\"M\":[[[1]],[[1,1]]]}"), StringComparison.Ordinal);
        Assert.Equal("in.json: p[2] is 2.5, outside [0, 2]",
            Refusal(Start.Replace("[1,1]", "[1,2.5]", StringComparison.Ordinal) + "\"W\":[[[1,2],[3,4]],[[1,1]]]}"));
        Assert.Equal("in.json: 'rho' is missing: Lipschitz constants of the activations between layers (list with indices 1..L-1; each "
            + "item: number in (0, inf))",
            Refusal("{\"N\":10,\"B\":1,\"p\":[1,1],\"W\":[[[1,2],[3,4]],[[1,1]]]}"));
        Assert.Null(Refusal("{\"N\":10,\"B\":1,\"p\":[1],\"W\":[[[1,2],[3,4]]]}"));
    }

    [Fact]
    public void One_record_serves_many_oracles()
    {
        InputRecord record = InputJson.Read("{" + Good + ",\"delta\":0.1,\"l\":1}", "in.json");
        Evaluation lemma = Evaluator.Evaluate(Catalogue.Get("pinto2025/lemma-4"), record);
        Assert.Equal(["C1", "C2", "delta", "l"], lemma.Unused.Order());
        Assert.Equal(["delta", "l"], Evaluator.Evaluate(Catalogue.Get("pinto2025/theorem-7"), record).Unused);
    }

    [Fact]
    public void Depth_follows_from_the_list_and_may_be_repeated()
    {
        Oracle oracle = Catalogue.Get("classical/golowich2018-theorem-1");
        Assert.Null(Evaluator.Refusal(oracle, InputJson.Read("{\"M_F\":[1,2],\"n\":10,\"sum_sq_norms\":5,\"d\":2}", "in.json")));
        Assert.Null(Evaluator.Refusal(oracle, InputJson.Read("{\"M_F\":[1,2],\"n\":10,\"sum_sq_norms\":5}", "in.json")));
        Assert.Equal("in.json: d is 3, but the lists given have d = 2",
            Evaluator.Refusal(oracle, InputJson.Read("{\"M_F\":[1,2],\"n\":10,\"sum_sq_norms\":5,\"d\":3}", "in.json")));
    }

    [Fact]
    public void Numbers_keep_their_meaning()
    {
        InputRecord record = InputJson.Read("{\"a\":0.1,\"b\":\"0.1\",\"c\":\"1e-400\",\"d\":[1,\"2/4\"]}", "in.json");
        Assert.Equal(Rational.Of(0.1), ((InputValue.Number)record.Members["a"]).Exact);
        Assert.Null(((InputValue.Number)record.Members["a"]).Text);
        Assert.Equal(Rational.Parse("1/10"), ((InputValue.Number)record.Members["b"]).Exact);
        Assert.Equal("0.1", ((InputValue.Number)record.Members["b"]).Text);
        Assert.Equal(Rational.Parse("1/2"), ((InputValue.Number)((InputValue.Sequence)record.Members["d"]).Items[1]).Exact);
        JsonObject written = InputJson.Write(record);
        Assert.Equal("{\"a\":0.1,\"b\":\"0.1\",\"c\":\"1e-400\",\"d\":[1,\"2/4\"]}", written.ToJsonString());
    }

    [Theory]
    [InlineData("float64", StorageType.Float64, -1.25, 0.1)]
    [InlineData("float32", StorageType.Float32, -1.25, 1.5e-42)]
    [InlineData("float16", StorageType.Float16, -1.25, 65504)]
    [InlineData("bfloat16", StorageType.BFloat16, -1.25, 3.3895313892515355e38)]
    public void Matrices_survive_a_round_trip_in_every_format(string dtype, StorageType type, double a, double b)
    {
        double stored = type == StorageType.Float32 ? (float)b : b;
        Matrix matrix = Matrix.FromRowMajor(2, 3, [a, stored, 0, -stored, 2, -0.5], type);
        JsonObject json = InputJson.Write(InputRecord.Of(("A", new InputValue.MatrixValue(matrix))));
        Assert.Equal(dtype, (string?)json["A"]!["dtype"]);
        Matrix back = ((InputValue.MatrixValue)InputJson.Read(json.ToJsonString(), "back").Members["A"]).Value;
        Assert.Equal((2, 3, type), (back.Rows, back.Columns, back.Storage));
        Assert.Equal(matrix.Values, back.Values);
        Assert.Equal(stored, back[0, 1]);
        Assert.Equal(-stored, back[1, 0]);
    }

    [Fact]
    public void Int8_matrices_survive_a_round_trip_with_their_scale()
    {
        // 3, −128, 0 | 127, −1, 2 in two's complement, times 1/8.
        const string Text = "{\"A\":{\"shape\":[2,3],\"dtype\":\"int8\",\"data\":\"A4AAf/8C\",\"scale\":0.125}}";
        InputRecord record = InputJson.Read(Text, "in.json");
        Matrix matrix = ((InputValue.MatrixValue)record.Members["A"]).Value;
        Assert.Equal((StorageType.Int8, 0.125), (matrix.Storage, matrix.StorageScale));
        Assert.Equal([0.375, 15.875, -16, -0.125, 0, 0.25], matrix.Values);
        Assert.Equal(Text, InputJson.Write(record).ToJsonString());
        Assert.Equal(0.25,
            ((InputValue.MatrixValue)InputJson.Read(Text.Replace("0.125", "\"1/4\"", StringComparison.Ordinal), "in.json").Members["A"])
            .Value.StorageScale);
    }

    [Fact]
    public void Monstrous_networks_have_logarithms()
    {
        string list(string item, int count) => "[" + string.Join(',', Enumerable.Repeat(item, count)) + "]";
        string inputs = $"{{\"h\":{list("100000", 101)},\"r\":{list("100000", 100)},\"B\":{list("1e30", 100)},"
            + "\"X_frobenius\":\"1e-400\",\"m\":1,\"C1\":2,\"C2\":1}";
        Evaluation evaluation = Evaluator.Evaluate(Catalogue.Get("pinto2025/theorem-7-tight"), InputJson.Read(inputs, "in.json"), 30);
        Assert.Equal((EvaluationStatus.Enclosed, 30), (evaluation.Status, evaluation.Digits));

        // 1e-400 · 1e3000 · 1e5 · (2^99 + 2 (2^99 − 1)) = 1e2605 · (3·2^99 − 2), log10 = 2605 + 30.279118…
        Interval log = evaluation.Result!.Single.Log10!;
        Assert.True(log.LowerDouble > 2635.279 && log.UpperDouble < 2635.280, $"{log}");
    }

    [Fact]
    public void Strings_that_are_doubles_are_entries_of_a_matrix()
    {
        InputRecord record = InputJson.Read("""{"A":[["1/4",2],["9007199254740994","-1e3"]]}""", "in.json");
        Assert.Equal([0.25, 9007199254740994, 2, -1000], Assert.IsType<InputValue.MatrixValue>(record.Members["A"]).Value.Values);
    }

    [Theory]
    [InlineData(200, false, "in.json: JSON nested deeper than 64 levels at line 1, byte 69")]
    [InlineData(200, true, "in.json: JSON nested deeper than 64 levels at line 1, byte 69")]
    [InlineData(10, false, "in.json: not valid JSON at line 1, byte 16")]
    public void Nesting_that_is_too_deep_is_told_from_bad_json(int levels, bool closed, string message)
    {
        string json = "{\"A\":" + new string('[', levels) + (closed ? new string(']', levels) + "}" : string.Empty);
        Assert.Equal(message, Assert.Throws<InputException>(() => InputJson.Read(json, "in.json")).Message);
    }

    [Theory]
    [InlineData("{\"A\":\"LONG/0\"}")]
    [InlineData("{\"A\":LONG}")]
    [InlineData("{\"A\":{\"LONG\":1}}")]
    [InlineData("{\"A\":[[1,\"LONG\"]]}")]
    [InlineData("{\"LONG\":1,\"LONG\":1}")]
    public void Long_values_are_cut_in_messages(string json)
    {
        string text = json.Replace("LONG", "7" + new string('1', 5000), StringComparison.Ordinal);
        string message = Assert.Throws<InputException>(() => Evaluator.Evaluate(Catalogue.Get("spectra/rank"),
            InputJson.Read(text, "in.json"))).Message;
        Assert.InRange(message.Length, 1, 300);
        Assert.Contains("7111", message, StringComparison.Ordinal);
    }
}
