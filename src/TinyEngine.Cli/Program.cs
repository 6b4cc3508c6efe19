using TinyEngine.Cli;

return (int)CommandLine.Run(args, Terminal.OfProcess());
