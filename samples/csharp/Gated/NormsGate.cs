using LowRank.Verify.Gate.Contract;
using LowRank.Verify.Xunit;

namespace LowRank.Samples;

/// <summary>The five lines by which a C# project gates its own code.</summary>
public sealed class NormsGate : GatedImplementationTests
{
    protected override IImplementation Create() => new Norms();
}
