using LowRank.Verify.LinearAlgebra;
using Xunit;

namespace LowRank.Verify.Tests;

/// <summary>Every engine of this machine, so that one test class runs against all of them.</summary>
public static class EngineNames
{
    public static TheoryData<string> All => [.. Engines.Available.Select(engine => engine.Name)];
}
