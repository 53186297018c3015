using System.IO.Compression;
using System.Text;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks;
using LowRank.Verify.Spectra;
using Xunit;

namespace LowRank.Verify.Tests.Networks;

/// <summary>
/// Several tensors that are one matrix, and one tensor that is several. The expected singular values are mpmath's, from exact fractions.
/// </summary>
public sealed class WeightPartTests : IDisposable
{
    private static readonly float[] W = [1, -.5f, .25f, .75f, -.25f, .5f, 1, -1, .5f, .5f, -.75f, .25f, .25f, -1, .5f, .5f],
        A = [.5f, -.25f, 1, .75f, -.5f, 1, .25f, -.75f], B = [1, .5f, -.25f, .75f, .5f, -1, .25f, .25f],
        Down = [.5f, -.25f, 1, .75f, 0, .5f, -.5f, 1, .25f, -.75f, .25f, -1], Up = [1, .5f, -.25f, .75f, .5f, -1, .25f, .25f, .75f, 0];

    private static readonly string[] Update = ["2.8067726860217729328", "1.4405388189847998878", "0", "0", "0"],
        Half = ["1.4033863430108864664", "0.72026940949239994392", "0", "0", "0"],
        OverRoot = ["31.755007992562816809", "16.297836279465799794", "0", "0", "0"],
        SumAtOne = ["3.46836766865853249985", "1.979956277692546529655", "0.8679053202970040445823", "0.1769582109714225910222"],
        SumAtTwo = ["5.406572631386669282352", "3.0542116679890280047", "0.7525135458033004364209", "0.2489715486613885058299"],
        SumAtThirds = ["12.43986668006515332275", "7.051895052049922195075", "0.6337050040138920908943", "0.3240713441164916662049"],
        SumOverRoot = ["25.39257680532752526166", "14.41961044304038787222", "0.5896216702807503744903", "0.3525771831410921217301"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("q.lora_A.weight", "q.lora_B.weight")]
    [InlineData("q.lora_A.default.weight", "q.lora_B.default.weight")]
    [InlineData("q.lora_A", "q.lora_B")]
    [InlineData("q.lora_down.weight", "q.lora_up.weight")]
    [InlineData("q.lora.down.weight", "q.lora.up.weight", "q.lora")]
    [InlineData("q_lora.down.weight", "q_lora.up.weight", "q_lora")]
    [InlineData("q.lora_embedding_A", "q.lora_embedding_B")]
    [InlineData("q.lora_A.style.weight", "q.lora_B.style.weight", "q.style")]
    public void Low_rank_pairs_of_all_spellings_are_one_product(string down, string up, string name = "q")
    {
        StoredFile file = Read((down, [2, 6], Down), (up, [5, 2], Up));
        Assert.Equal([name], file.Weights.Select(w => w.Name));
        Assert.Contains("s = 1", file.Weights[0].Note, StringComparison.Ordinal);
        CertifiedWeight.Check(file, name, Update);
        Assert.Empty(file.NoMatrices());
    }

    [Fact]
    public void Pairs_that_act_on_rows_are_the_transpose()
    {
        float[] turnedDown = [.. Enumerable.Range(0, 12).Select(i => Down[(i % 2 * 6) + (i / 2)])],
            turnedUp = [.. Enumerable.Range(0, 10).Select(i => Up[(i % 5 * 2) + (i / 5)])];
        CertifiedWeight.Check(Read(("q.lora_a", [6, 2], turnedDown), ("q.lora_b", [2, 5], turnedUp)), "q", Update);
    }

    [Fact]
    public void The_factor_is_alpha_over_r_of_the_file_or_of_the_configuration_beside_it()
    {
        CertifiedWeight.Check(Read(("q.alpha", [], [1]), ("q.lora_down.weight", [2, 6], Down), ("q.lora_up.weight", [5, 2], Up)), "q",
            Half);
        Configure("""{"r":2,"lora_alpha":1}""");
        CertifiedWeight.Check(Read(("q.lora_A.weight", [2, 6], Down), ("q.lora_B.weight", [5, 2], Up)), "q", Half);
        Configure("""{"r":2,"lora_alpha":16,"use_rslora":true}""");
        StoredFile file = Read(("q.lora_A.weight", [2, 6], Down), ("q.lora_B.weight", [5, 2], Up));
        CertifiedWeight.Check(file, "q", OverRoot);
        Assert.Contains("16/sqrt(2)", file.Weights[0].Note, StringComparison.Ordinal);
        Assert.Contains("no rational number", Assert.Throws<InputException>(() =>
            NetworkReader.Read(file.Path, new WeightFileOptions { Layers = ["q"] })).Message, StringComparison.Ordinal);
        Configure("""{"r":2,"lora_alpha":16,"alpha_pattern":{"q":1}}""");
        CertifiedWeight.Check(Read(("m.q.lora_A.weight", [2, 6], Down), ("m.q.lora_B.weight", [5, 2], Up)), "m.q", Half);
        foreach (string extreme in new[] { "1e999999", "1e-999999" })
        {
            Configure($$"""{"r":2,"lora_alpha":{{extreme}}}""");
            Assert.Contains("range of doubles", Assert.Throws<InputException>(() =>
                Read(("q.lora_A.weight", [2, 6], Down), ("q.lora_B.weight", [5, 2], Up))).Message, StringComparison.Ordinal);
        }

        Configure("""{"lora_alpha":"many"}""");
        Assert.Contains("'lora_alpha' is \"many\"", Assert.Throws<InputException>(() =>
            Read(("q.lora_A.weight", [2, 6], Down), ("q.lora_B.weight", [5, 2], Up))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_and_their_update_are_one_matrix()
    {
        (string, int[], float[])[] both = [("q.base_layer.weight", [4, 4], W), ("q.lora_A.default.weight", [2, 4], A),
            ("q.lora_B.default.weight", [4, 2], B)];
        StoredFile file = Read(both);
        Assert.Equal(["q", "q.base_layer.weight", "q.lora"], file.Weights.Select(w => w.Name).Order(StringComparer.Ordinal));
        CertifiedWeight.Check(file, "q", SumAtOne);
        DenseLayer layer = Assert.IsType<DenseLayer>(Assert.Single(NetworkReader.Read(file.Path,
            new WeightFileOptions { Layers = ["q"] }).Network!.Layers));
        Assert.Equal(StorageType.Derived, layer.Weight.Storage);
        Assert.Equal(["q"], file.Network!.Layers.Select(l => l.Name));
        Assert.DoesNotContain(NetworkReader.Read(file.Path, new WeightFileOptions { Layers = ["q"] }).Network!.Notes,
            note => note.Contains("left out", StringComparison.Ordinal));
        Configure("""{"r":2,"lora_alpha":4}""");
        CertifiedWeight.Check(Read(both), "q", SumAtTwo);
        Configure("""{"r":2,"lora_alpha":4,"fan_in_fan_out":true}""");
        float[] turned = [.. Enumerable.Range(0, 16).Select(i => W[(i % 4 * 4) + (i / 4)])];
        CertifiedWeight.Check(Read([("q.base_layer.weight", [4, 4], turned), .. both[1..]]), "q", SumAtTwo);

        // 16/3 is no sum of doubles, 16/√2 is no fraction: what is left of them is bounded.
        Configure("""{"lora_alpha":10.666666666666666666666666666666666666666667}""");
        CertifiedWeight.Check(Read(both), "q", SumAtThirds);
        Assert.InRange(Read(both).Matrix("q").Dropped, 1e-70, 1e-40);
        Configure("""{"lora_alpha":16,"use_rslora":true}""");
        CertifiedWeight.Check(Read(both), "q", SumOverRoot);
        Configure("""{"lora_alpha":16,"use_dora":true}""");
        Assert.Equal(["q.base_layer.weight", "q.lora"], Read(both).Weights.Select(w => w.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sums_that_are_no_doubles_are_exact_products()
    {
        // W + B·A with entries whose sum needs more than 53 bits: [[1 + 2^−60]].
        StoredFile file = Read(("q.weight", [1, 1], [1]), ("q.lora_A.weight", [1, 1], [MathF.ScaleB(1, -30)]),
            ("q.lora_B.weight", [1, 1], [MathF.ScaleB(1, -30)]));
        StoredWeight sum = file.Matrix("q");
        Assert.Equal((2, 0.0), (sum.Factors.Count, sum.Dropped));
        Assert.Equal(1, sum.Factors[0].Values.Zip(sum.Factors[1].Values).Sum(pair => pair.First * pair.Second));
        Assert.Equal([1, MathF.ScaleB(1, -30)], sum.Factors[0].Values);
        FactoredLayer layer = Assert.IsType<FactoredLayer>(Assert.Single(NetworkReader.Read(file.Path,
            new WeightFileOptions { Layers = ["q"] }).Network!.Layers));
        Assert.Equal((1, 1, 2), (layer.InputDimension, layer.OutputDimension, layer.Parts.Count));
    }

    [Fact]
    public void Adaptive_pairs_have_a_diagonal_in_between_and_lengths_are_named()
    {
        StoredFile file = Read(("q.lora_A.default", [2, 6], Down), ("q.lora_E.default", [2, 1], [2, -.5f]), ("q.lora_B.default", [5, 2],
            Up));
        CertifiedWeight.Check(file, "q", "4.0655256842302872814", "0.99452452753255634815", "0", "0", "0");
        StoredFile eight = ReadRaw(("q.weight", "F8_E4M3", "5,6", [.. Enumerable.Repeat((byte)0x38, 30)]),
            ("q.weight_scale", "F32", "1", NpyBytes.Floats(.5f)), ("q.lora_A.weight", "F32", "2,6", NpyBytes.Floats(Down)),
            ("q.lora_B.weight", "F32", "5,2", NpyBytes.Floats(Up)));
        Assert.Equal(["q.weight", "q"], eight.Weights.Select(w => w.Name));
        CertifiedWeight.Check(eight, "q", Update);
        StoredFile dora = Read(("q.lora_A.weight", [2, 6], Down), ("q.lora_B.weight", [5, 2], Up),
            ("q.lora_magnitude_vector", [5], [1, 1, 1, 1, 1]));
        Assert.Contains("DoRA", Assert.Single(dora.NoMatrices()).Reason, StringComparison.Ordinal);
        Assert.Contains("DoRA", Assert.Single(dora.Weights).Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Packed_four_bit_weights_are_put_together()
    {
        // q_ij = (7i + 3j²) mod 16, zero points 7 and 6 stored (8 and 7 meant), two groups of four rows.
        byte[] qweight = [.. Enumerable.Range(0, 8).SelectMany(j => BitConverter.GetBytes(Pack(i => ((7 * i) + (3 * j * j)) % 16)))];
        byte[] qzeros = [.. BitConverter.GetBytes(Pack(_ => 7)), .. BitConverter.GetBytes(Pack(_ => 6))];
        byte[] scales = [.. new[] { .5, .25, 1, .125, .5, .25, .5, 1, .25, .5, .5, 1, .125, .5, 1, .25 }
            .SelectMany(s => BitConverter.GetBytes((Half)s))];
        byte[] groups = [.. Enumerable.Range(0, 8).SelectMany(i => BitConverter.GetBytes(i / 4))];
        StoredFile file = ReadRaw(("q.qweight", "I32", "1,8", qweight), ("q.qzeros", "I32", "2,1", qzeros), ("q.scales", "F16", "2,8",
            scales),
            ("q.g_idx", "I32", "8", groups));
        CertifiedWeight.Check(file, "q", "18.00647295013882944404", "9.594967563109081656089", "8.037848770236767523791",
            "6.024664095176242264691", "3.549899810664495792065", "0.4980546634306654268798",
            "0.1122137798127706192646", "0");
        Assert.Empty(file.NoMatrices());
        StoredFile broken = ReadRaw(("q.qweight", "I32", "1,8", qweight), ("q.scales", "F16", "2,8", scales));
        Assert.Empty(broken.Matrices());
        Assert.All(broken.NoMatrices(), t => Assert.Contains("not put together", t.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Eight_bits_with_scales_are_their_products()
    {
        byte[] e4 = [0x38, 0x40, 0xB8, 0x30, 0x01, 0x7E];
        StoredFile file = ReadRaw(("w", "F8_E4M3", "2,3", e4));
        CertifiedWeight.Check(file, "w", "448.0013926084644005439", "2.236565378261061066033");
        Assert.Equal([1, 2, -1, .5, 1 / 512.0, 448], file.Tensors[0].RowMajor);
        CertifiedWeight.Check(ReadRaw(("w", "F8_E4M3", "2,3", e4), ("w_scale", "F32", "2,1", NpyBytes.Floats(.5f, .25f))), "w",
            "112.00118342106048753", "1.1182743493364967039");
        CertifiedWeight.Check(ReadRaw(("w", "F8_E5M2", "2,3", [0x3C, 0x40, 0xBC, 0x38, 0x01, 0x7B])), "w", "57344.00001089898299695",
            "2.236071876787489145526");
        CertifiedWeight.Check(ReadRaw(("w", "F4", "2,4", [0x21, 0x43, 0x65, 0x87])), "w", "8.042211582474093318204",
            "1.95520660358938531449");
        byte[] eight = [0x80, 3, 50, 7, 127, unchecked((byte)-9)];
        CertifiedWeight.Check(ReadRaw(("m.weight", "I8", "2,3", eight), ("m.SCB", "F32", "2", NpyBytes.Floats(1.5f, .75f))), "m.weight",
            "1.62412026559125340523", "0.7515623015564690698159");
        StoredFile scale = ReadRaw(("w_e", "F8_E8M0", "1,3", [0, 127, 254]), ("v", "F8_E8M0", "1,1", [0xFF]));
        Assert.Equal([Math.ScaleB(1, -127), 1, Math.ScaleB(1, 127)], scale.Tensors[0].RowMajor);
        Assert.Equal(["w_e", "v"], scale.NoMatrices().Select(t => t.Name));
    }

    [Fact]
    public void Numbers_that_belong_together_are_left_out_together()
    {
        StoredFile alpha = Read(("q.alpha", [], [float.NaN]), ("q.lora_down.weight", [2, 6], Down), ("q.lora_up.weight", [5, 2], Up));
        Assert.Empty(alpha.Matrices());
        Assert.Contains(alpha.NoMatrices(), t => t.Reason.Contains("'q.alpha' of the same update is not read", StringComparison.Ordinal));
        StoredFile scale = ReadRaw(("w", "F8_E4M3", "1,2", [0x38, 0x38]), ("w_scale", "F32", "1", NpyBytes.Floats(float.NaN)));
        Assert.Empty(scale.Matrices());
        Assert.Contains("its scale 'w_scale' is not read", scale.NoMatrices().First().Reason, StringComparison.Ordinal);
        StoredFile odd = ReadRaw(("w", "F8_E4M3", "1,2", [0x38, 0x38]), ("w_scale", "F32", "3", NpyBytes.Floats(1, 2, 3)));
        Assert.Empty(odd.Matrices());
        string path = folder.Write("b.safetensors", NpyBytes.Safetensors(("a.weight", [1, 2], [1, 2]), ("a.bias", [1], [float.NaN])));
        Assert.Contains(NetworkReader.Read(path, new WeightFileOptions { Layers = ["a"] }).Network!.NotUnderstood,
            line => line.Contains("'a.bias' is not read", StringComparison.Ordinal));
    }

    [Fact]
    public void What_may_be_saturated_has_no_storage_range()
    {
        SpectrumCertifier certifier = new(Engines.Default);

        // 2, 4 and 3.5 in E4M3 are 16ths apart, an eighth below 2 and a quarter from 2 on: half of the larger side.
        CertifiedSpectrum inner = certifier.Certify(new Matrix(1, 1, [3.5], StorageType.Float8E4M3));
        Assert.True(inner.StorageRadius!.Contains(LowRank.Verify.Arithmetic.BigFloat.Of(0.125)));
        Assert.Null(certifier.Certify(new Matrix(1, 1, [448], StorageType.Float8E4M3)).StorageRadius);
        Assert.Null(certifier.Certify(new Matrix(1, 1, [-6], StorageType.Float4E2M1)).StorageRadius);
        Assert.Contains("integers", certifier.Certify(new Matrix(1, 1, [3], StorageType.Derived)).ReasonAgainstStorageRange,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Stacks_and_packed_projections_are_taken_apart()
    {
        StoredFile file = Read(("h.c_attn.weight", [2, 6], [1, 2, -.5f, .25f, 3, 1, .5f, -1, 2, 1, .75f, -2]), ("h.c_attn.bias", [6],
            new float[6]),
            ("mlp.experts.w1", [2, 1, 2], [3, 4, 5, 12]));
        CertifiedWeight.Check(file, "h.c_attn.weight[q]", "2.3507810593582121716", "0.85078105935821217162");
        CertifiedWeight.Check(file, "h.c_attn.weight[k]", "2.2620954644590607688", "0.44206799213893120103");
        CertifiedWeight.Check(file, "h.c_attn.weight[v]", "3.1640907157543439152", "2.1333143093499287777");
        CertifiedWeight.Check(file, "mlp.experts.w1[0]", "5");
        CertifiedWeight.Check(file, "mlp.experts.w1[1]", "13");
        CertifiedWeight.Check(file, "h.c_attn.weight", "4.009101974844001628944", "3.170504905421520733271");
    }

    [Fact]
    public void Kernels_of_keras_are_turned_as_the_lengths_of_their_biases_prove()
    {
        byte[] Array(string shape, params float[] values) => NpyBytes.Npy("<f4", shape, NpyBytes.Floats(values));
        foreach (string[] names in new string[][] { ["arr_0", "arr_1", "arr_2", "arr_3"],
            ["dense/kernel:0", "dense/bias:0", "dense_1/kernel:0", "dense_1/bias:0"] })
        {
            string path = folder.Write("k.npz", NpyBytes.Zip(CompressionLevel.NoCompression,
                (names[0] + ".npy", Array("(2, 3)", 1, -.5f, .25f, -.25f, .5f, 1)), (names[1] + ".npy", Array("(3,)", .5f, .25f, 0)),
                (names[2] + ".npy", Array("(3, 1)", 1, .5f, -.5f)), (names[3] + ".npy", Array("(1,)", .125f))));
            Assert.Null(NetworkReader.Read(path).Network);
            Network network = NetworkReader.Read(path, new WeightFileOptions { Layers = [names[0], names[2]] }).Network!;
            Assert.Equal([(2, 3), (3, 1)], network.Layers.Select(l => (l.InputDimension, l.OutputDimension)));
            Assert.Equal([.5, .25, 0], network.Layers[0].Bias!);
            Assert.Equal([.125], network.Layers[1].Bias!);
            Matrix first = ((DenseLayer)network.Layers[0]).Weight;
            Assert.Equal([1, -.25, -.5, .5, .25, 1], [first[0, 0], first[0, 1], first[1, 0], first[1, 1], first[2, 0], first[2, 1]]);
            Assert.Contains(network.Notes, note => note.Contains("in × out", StringComparison.Ordinal));
            Assert.Empty(network.NotUnderstood);
        }
    }

    private static int Pack(Func<int, int> nibble) =>
        unchecked((int)Enumerable.Range(0, 8).Aggregate(0u, (word, k) => word | ((uint)nibble(k) << (4 * k))));

    private void Configure(string json) => folder.Write("adapter_config.json", Encoding.UTF8.GetBytes(json));

    private StoredFile Read(params (string Name, int[] Shape, float[] Values)[] tensors) =>
        NetworkReader.Read(folder.Write("a.safetensors", NpyBytes.Safetensors(tensors)));

    private StoredFile ReadRaw(params (string Name, string Type, string Shape, byte[] Bytes)[] tensors)
    {
        int at = 0;
        string header = string.Join(',', tensors.Select(t =>
            $$"""
            "{{t.Name}}":{"dtype":"{{t.Type}}","shape":[{{t.Shape}}],"data_offsets":[{{at}},{{at += t.Bytes.Length}}]}
            """.Trim()));
        return NetworkReader.Read(folder.Write("raw.safetensors",
            NpyBytes.Safetensors("{" + header + "}", [.. tensors.SelectMany(t => t.Bytes)])));
    }
}
