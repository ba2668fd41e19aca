using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Deployment.Signing;
using EdgeNet.Link;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet sign: signs models for boards that accept only signed ones.</summary>
internal static class SignCommand
{
    public static Command Create()
    {
        Argument<string?> model = new("model") { Description = "The model file.", HelpName = "model.edgenet", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> newKey = new("--new-key") { Description = "Create a key and write it to this file.", HelpName = "fleet.key" };
        Option<string?> key = new("--key") { Description = "The fleet key of your boards.", HelpName = "fleet.key" };
        Option<int?> version = CommonOptions.Whole("--model-version", "Version of the model; boards refuse a version lower than one they have accepted.", 0, ModelSignature.MaxVersion);
        Option<bool> replacesNewer = new("--replaces-newer") { Description = "Boards that have accepted a newer version accept this one too." };
        Option<int?> securityCounter = CommonOptions.Whole("--security-counter", "Security counter; boards that have accepted a higher one always refuse the model [0].", 0, ModelSignature.MaxSecurityCounter);
        Option<bool> force = CommonOptions.Force();
        Option<bool> json = CommonOptions.Json();
        Command command = new("sign", """
            Sign a model with the key that your boards share. The signature, an HMAC-SHA256 over the version and the whole file, is written to
            model.edgenet.sig beside the model. A board that has a key accepts and runs only models signed with it, however they arrive. Keep the key
            where only you can read it; the server does not need it.
            Anyone who has seen a signature can send it again, and a signature made with --replaces-newer takes boards back to its version. To prevent
            that, sign the next model with a higher --security-counter: boards then refuse every signature with a lower one.

            Examples:
              edgenet sign --new-key fleet.key
              edgenet sign person.edgenet --key fleet.key --model-version 7
              edgenet deploy person.edgenet --nanoff deploy.json --port COM3 --key fleet.key
            """)
        {
            model, newKey, key, version, replacesNewer, securityCounter, force, json,
        };
        command.Validators.Add(result =>
        {
            bool signs = result.GetValue(model) is not null && result.GetValue(key) is not null && result.GetResult(version) is not null;
            if (result.GetValue(newKey) is null ? !signs : result.GetValue(model) is not null || result.GetValue(key) is not null)
            {
                result.AddError("give --new-key FILE alone, or a model with --key and --model-version");
            }
        });
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(newKey) is string path)
            {
                FleetKeyFile.Create(path);
                Result.Print(parsed.GetValue(json), new { key = path }, $"written: {path}; anyone who has this file can sign models for your boards");
                return;
            }

            string signed = parsed.GetValue(model)!;
            int number = parsed.GetValue(version)!.Value, counter = parsed.GetValue(securityCounter) ?? 0;
            string signature = ModelSigning.Write(signed, parsed.GetValue(key)!, number, parsed.GetValue(replacesNewer), counter, parsed.GetValue(force));
            Result.Print(parsed.GetValue(json), new { model = signed, version = number, securityCounter = counter, @out = signature },
                $"{signed}: signed as version {number}, security counter {counter}; written: {signature}");
        });
        return command;
    }
}
