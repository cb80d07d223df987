using PoppyUniverse.Bench;

var rounds = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 5;
switch (args.FirstOrDefault())
{
    case "simulation":
        SimulationBench.Run(rounds);
        break;
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project bench/PoppyUniverse.Bench -- simulation [ROUNDS]");
        return 2;
}

return 0;
