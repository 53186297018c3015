using System.Globalization;
using System.Text;
using LowRank.Verify.Cli;
using LowRank.Verify.Cli.Output;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;

UTF8Encoding encoding = new(encoderShouldEmitUTF8Identifier: false);
StreamReader input = new(Console.OpenStandardInput(), encoding);
StreamWriter output = new(Console.OpenStandardOutput(), encoding) { NewLine = "\n" };
StreamWriter error = new(Console.OpenStandardError(), encoding) { NewLine = "\n", AutoFlush = true };
bool isTerminal = !Console.IsOutputRedirected;
return LowRankTool.Run(args, new Streams(input, output, error, isTerminal)
{
    Width = isTerminal ? TextLayout.WidthOf(Console.WindowWidth) : null,
});
