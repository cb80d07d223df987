using System.CommandLine;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Cli.Commands;

/// <summary>poppy profile: show one, check one, the schema of all.</summary>
internal sealed class ProfileCommand : Command
{
    public ProfileCommand()
        : base("profile", "Show or check simulation profiles")
    {
        Add(new ShowCommand());
        Add(new ValidateCommand());
        Add(new SchemaCommand());
    }

    private sealed class ShowCommand : Verb
    {
        private readonly Argument<string> _name = new("NAME") { Description = "notebook, stargazers, or a profile file" };

        public ShowCommand()
            : base("show", "Print a profile as JSON, ready to be edited", "poppy profile show stargazers > mine.json")
        {
            Add(_name);
            AddAll();
        }

        protected override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation)
        {
            Console.Out.WriteLine(ProfileJson.Write(Profiles.Load(call.GetRequiredValue(_name))));
            return ExitCode.Done;
        }
    }

    private sealed class SchemaCommand : Verb
    {
        public SchemaCommand()
            : base("schema", "Print the JSON schema of profiles, for editors", "poppy profile schema > profile.schema.json") =>
            AddAll();

        protected override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation)
        {
            Console.Out.WriteLine(ProfileSchema.Write());
            return ExitCode.Done;
        }
    }

    private sealed class ValidateCommand : Verb
    {
        private readonly Argument<string> _file = new("FILE") { Description = "A profile in JSON" };

        public ValidateCommand()
            : base("validate", "Check a profile and say all that is wrong with it", "poppy profile validate mine.json")
        {
            Add(_file);
            AddAll();
        }

        protected override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation)
        {
            var profile = Profiles.Load(call.GetRequiredValue(_file));
            terminal.Result("""{"valid": true}""");
            terminal.Say($"{profile.Name}: valid; {profile.Users} users, {profile.Interactions} interactions.");
            return ExitCode.Done;
        }
    }
}
