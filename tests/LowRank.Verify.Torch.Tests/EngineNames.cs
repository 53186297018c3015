using Xunit;

namespace LowRank.Verify.Tests;

/// <summary>The engine against which the kit runs in this project; a row that says why it is skipped where libtorch is missing.</summary>
public static class EngineNames
{
    public static TheoryData<string> All => [new TheoryDataRow<string>("torch") { Skip = Torch.Tests.Libtorch.Missing }];
}
