global using LowRank.Verify.Gate.Contract;
global using LowRank.Verify.Gate.Files;
global using LowRank.Verify.Gate.Records;
global using LowRank.Verify.Gate.Reports;
global using LowRank.Verify.Gate.Running;
