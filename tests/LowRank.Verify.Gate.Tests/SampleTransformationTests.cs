using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Properties;
using LowRank.Verify.LinearAlgebra;
using Xunit;

namespace LowRank.Verify.Gate.Tests;

/// <summary>Samples are repeated and put in another order exactly, in matrices of every format and in lists.</summary>
public sealed class SampleTransformationTests
{
    private static readonly Matrix Plain = Matrix.FromRowMajor(2, 3, [1, 2, 3, 4, 5, 6], StorageType.Float32);

    private static readonly Matrix Int8 = Matrix.FromInt8(2, 2, [1, -2, 3, -128], 0.1f);

    [Fact]
    public void Rows_and_columns_come_twice()
    {
        Matrix rows = MatrixOf(Samples.Twice(new InputValue.MatrixValue(Plain), SampleAxis.Rows));
        Assert.Equal((4, 3, StorageType.Float32), (rows.Rows, rows.Columns, rows.Storage));
        Assert.Equal([1, 4, 1, 4, 2, 5, 2, 5, 3, 6, 3, 6], rows.Values);
        Matrix columns = MatrixOf(Samples.Twice(new InputValue.MatrixValue(Plain), SampleAxis.Columns));
        Assert.Equal((2, 6), (columns.Rows, columns.Columns));
        Assert.Equal([1, 4, 2, 5, 3, 6, 1, 4, 2, 5, 3, 6], columns.Values);
    }

    [Fact]
    public void Integers_keep_their_scale()
    {
        Matrix moved = MatrixOf(Samples.InOrder(new InputValue.MatrixValue(Int8), SampleAxis.Columns, [1, 0]));
        Assert.Equal((StorageType.Int8, 0.1f), (moved.Storage, moved.StorageScale));
        Assert.Equal([3, -128, 1, -2], moved.ToInt8().Select(q => (int)q));
    }

    [Fact]
    public void Lists_follow_the_same_order()
    {
        InputValue list = new InputValue.Sequence([.. new[] { 7, 8, 9 }.Select(x => new InputValue.Number(Rational.Of((double)x)))]);
        InputValue.Sequence moved = (InputValue.Sequence)Samples.InOrder(list, SampleAxis.Rows, [2, 0, 1])!;
        Assert.Equal([9, 7, 8], moved.Items.Select(item => ((InputValue.Number)item).Exact.ToDouble()));
        Assert.Equal(6, Samples.Count(Samples.Twice(list, SampleAxis.Columns)!, SampleAxis.Columns));
        Assert.Null(Samples.Twice(new InputValue.Number(Rational.One), SampleAxis.Rows));
    }

    [Fact]
    public void Relation_moves_inputs_and_their_list_together()
    {
        Oracle oracle = Bench.Catalogue.Get("oymak2019/information-projection");
        OracleProperty permute = Assert.Single(oracle.Properties, p => p is OracleProperty.Permute);
        InputRecord inputs = InputJson.Read(
            System.Text.Json.JsonDocument.Parse("""{"J":[[1,0],[0,2],[3,3]],"r":[1,2,3],"alpha":0.5}""").RootElement, "test");
        Relation relation = new RelationFactory(Bench.Reference).Of(oracle, permute, inputs, new Random(5))!;
        double[] r = [.. ((InputValue.Sequence)relation.Inputs.Members["r"]).Items
            .Select(item => ((InputValue.Number)item).Exact.ToDouble())];
        Matrix moved = MatrixOf(relation.Inputs.Members["J"]);
        Assert.Equal([1, 2, 3], r.Order());
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(r[i] switch { 1 => (1, 0), 2 => (0, 2), _ => (3, 3) },
            ((int)moved[i, 0], (int)moved[i, 1])));
    }

    private static Matrix MatrixOf(InputValue? value) => Assert.IsType<InputValue.MatrixValue>(value).Value;
}
