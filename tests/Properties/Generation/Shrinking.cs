namespace LowRank.Verify.Properties.Generation;

/// <summary>Shrinks the gate's recipes: shapes first, then what the recipe itself offers.</summary>
internal static class Shrinking
{
    public static IEnumerable<MatrixRecipe> Of(MatrixRecipe recipe) => CaseRecipe
        .Smaller(recipe.Rows).Select(rows => recipe.Resized(rows, recipe.Columns))
        .Concat(CaseRecipe.Smaller(recipe.Columns).Select(columns => recipe.Resized(recipe.Rows, columns)))
        .Concat(recipe.Shrink());
}
