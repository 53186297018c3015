using System.CommandLine;
using LowRank.Verify.Catalogue;
using LowRank.Verify.Cli.Documents;
using LowRank.Verify.Cli.Output;
using LowRank.Verify.Gate.Contract;

namespace LowRank.Verify.Cli.Commands;

/// <summary><c>describe</c>: the catalogue, or one oracle: statement, inputs, formula, errata, properties.</summary>
internal static class DescribeCommand
{
    public static Command Create(Invocation invocation)
    {
        Argument<string?> id = new("oracle")
        {
            Description = "Id of the oracle; without it all are listed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string[]> pattern = OptionValues.Patterns();
        Option<bool> json = OptionValues.Json();
        Command command = new("describe", "Lists the catalogue, or shows one oracle: statement, inputs, formula, errata, properties.")
        {
            id, pattern, json,
        };
        command.SetAction(parsed =>
        {
            OracleCatalogue catalogue = invocation.Rooms.Catalogue;
            bool asJson = parsed.GetValue(json);
            if (parsed.GetValue(id) is not null && OracleFilter.Join(parsed.GetValue(pattern)) is not null)
            {
                throw new InputException("describe: name one oracle, or several with --oracle, not both");
            }

            IReadOnlyList<Oracle> selected = OptionValues.Matching(catalogue, OracleFilter.Join(parsed.GetValue(pattern)));
            if (parsed.GetValue(id) is { } one)
            {
                OracleDescription description = new(catalogue.Get(one));
                if (asJson)
                {
                    invocation.Page(DocumentContext.Page(OracleDocument.Of(description.Oracle), types => types.OracleDocument));
                }
                else
                {
                    foreach (string line in description.Lines)
                    {
                        invocation.Line(line);
                    }
                }
            }
            else if (asJson)
            {
                invocation.Page(DocumentContext.Page(CatalogueDocument.Of(selected), types => types.CatalogueDocument));
            }
            else
            {
                CatalogueList.Write(invocation, selected);
            }

            return ExitStatus.Success;
        });
        return command;
    }
}
