using PoppyUniverse.Bench;

var rounds = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 5;
switch (args.FirstOrDefault())
{
    case "simulation":
        SimulationBench.Run(rounds);
        break;
    case "layer4":
        Layer4Bench.Run(rounds, withPeer: !args.Contains("--alone"));
        break;
    case "layer4-rate":
        Console.WriteLine(Layer4Bench.Rate(int.Parse(args[1]), int.Parse(args[2]), int.Parse(args[3]), long.Parse(args[4]), args.Length > 5 ? int.Parse(args[5]) : null).ToString(System.Globalization.CultureInfo.InvariantCulture));
        break;
    case "ranks":
        RanksBench.Run(rounds);
        break;
    case "ranks-rank":
        RanksBench.Rank(int.Parse(args[1]), int.Parse(args[2]), int.Parse(args[3]));
        break;
    case "ranks-lanes":
        LaneBench.InTurns(int.Parse(args[1]), int.Parse(args[2]), int.Parse(args[3]), [.. args[4..].Select(int.Parse)]);
        break;
    case "ranks-talk":
        RankTalk.Rank();
        break;
    case "scoring":
        ScoringBench.Run(rounds);
        break;
    case "time-to-quality":
        TimeToQualityBench.Run(rounds);
        break;
    case "quality":
        QualityBench.Run();
        break;
    case "serve":
        ServeBench.Run(rounds, args.SkipWhile(arg => arg != "--postgres").Skip(1).FirstOrDefault());
        break;
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project bench/PoppyUniverse.Bench -- simulation|layer4|ranks|scoring|time-to-quality|quality|serve [ROUNDS] [--alone] [--postgres postgres:CONNECTION STRING]");
        return 2;
}

return 0;
