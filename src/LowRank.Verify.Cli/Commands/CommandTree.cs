using System.CommandLine;

namespace LowRank.Verify.Cli.Commands;

/// <summary>All commands of the tool.</summary>
internal static class CommandTree
{
    public static RootCommand Build(Invocation invocation)
    {
        RootCommand root = new(
            "Certified spectra and reference values of low-rank generalization bounds. The printed interval contains the exact "
            + "value, for the inputs exactly as stored.")
        {
            BoundsCommand.Create(invocation),
            SpectrumCommand.Create(invocation),
            JacobianCommand.Create(invocation),
            CompressCommand.Create(invocation),
            EvaluateCommand.Create(invocation),
            DescribeCommand.Create(invocation),
            DoctorCommand.Create(invocation),
            GateCommand.Create(invocation),
            MergeCommand.Create(invocation),
            ReportCommand.Create(invocation),
            InitCommand.Create(invocation),
            VectorsCommand.Create(invocation),
            CheckCommand.Create(invocation),
            PublishedCommand.Create(invocation),
            ErrataCommand.Create(invocation),
            ExperimentCommand.Create(invocation),
        };
        root.Add(new Option<string?>(DeviceChoice.Option)
        {
            Description = "Where to compute: cpu, cuda, cuda:1 or auto (libtorch's CUDA device where there is one).",
            HelpName = "name",
            Recursive = true,
        });
        root.Add(new Option<bool>("--verbose") { Description = "Stack trace with an error.", Recursive = true });
        return root;
    }
}
