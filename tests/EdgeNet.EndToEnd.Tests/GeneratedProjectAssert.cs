using System.Xml.Linq;
using Mono.Cecil;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>What is true of every generated project for a board.</summary>
internal static class GeneratedProjectAssert
{
    /// <summary>References, packages and the solution agree with the code and with each other.</summary>
    public static void FilesAgree(GeneratedProject project, byte[] app)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(app));
        Assert.Empty(module.AssemblyReferences.Select(r => r.Name).Except(project.References.Keys).Except(project.Libraries.Select(l => Path.GetFileNameWithoutExtension(l))));
        Assert.Equal(project.Packages.Select(p => $@"..\packages\{p.Id}.{p.Version}\lib").Order(), project.References.Values.Select(r => r[..r.LastIndexOf('\\')]).Order());

        // What is referred to without being used is what packages of those that are used need.
        string[] needed = ["nanoFramework.Runtime.Events", "nanoFramework.System.Text", "System.Threading", "nanoFramework.System.Collections"];
        Assert.Empty(project.References.Keys.Except(module.AssemblyReferences.Select(r => r.Name)).Except(needed));
        string solution = project.Text($"{project.Name}.sln");
        Assert.StartsWith("\r\nMicrosoft Visual Studio Solution File", solution);
        Assert.DoesNotContain("\n", solution.Replace("\r\n", "", StringComparison.Ordinal));
        foreach (string path in project.Libraries.Prepend($"{project.Name}/{project.Name}.nfproj"))
        {
            string guid = XDocument.Parse(project.Text(path)).Descendants().Single(e => e.Name.LocalName == "ProjectGuid").Value, name = Path.GetFileNameWithoutExtension(path);
            Assert.Contains($"Project(\"{{11A8DD76-328B-46DF-9F39-F559912D0360}}\") = \"{name}\", \"{path.Replace('/', '\\')}\", \"{guid}\"\r\n", solution);
            Assert.Contains($"{guid}.Release|Any CPU.Deploy.0 = Release|Any CPU\r\n", solution);
        }

        Assert.Equal(project.Libraries.Length + 1, solution.Split("{11A8DD76-328B-46DF-9F39-F559912D0360}").Length - 1);
        Assert.Contains($"\"{project.Name}.Tests\\{project.Name}.Tests.csproj\"", solution);
        string shared = XDocument.Parse(project.Text("EdgeNet/EdgeNet.shproj")).Descendants().Single(e => e.Name.LocalName == "ProjectGuid").Value;
        Assert.Contains($"= \"EdgeNet\", \"EdgeNet\\EdgeNet.shproj\", \"{shared}\"\r\n", solution);
        Assert.Contains($"<SharedGUID>{shared}</SharedGUID>", project.Text("EdgeNet/EdgeNet.projitems"));
    }

    /// <summary>Nothing is left of the templates; Program.cs is short.</summary>
    public static void IsTidy(GeneratedProject project)
    {
        foreach (string path in project.Paths.Where(p => !p.EndsWith(".dll", StringComparison.Ordinal) && !p.EndsWith(".edgenet", StringComparison.Ordinal) && !p.EndsWith(".xml", StringComparison.Ordinal)))
        {
            string text = project.Text(path);
            Assert.DoesNotContain("#if (", text);
            Assert.DoesNotMatch(@"\$\w+\$", text);
            Assert.False(!path.StartsWith("EdgeNet/", StringComparison.Ordinal) && text.ReplaceLineEndings("\n").Contains("\n\n\n", StringComparison.Ordinal), path);
            Assert.EndsWith("\n", text);
            Assert.False(text.EndsWith("\n\n", StringComparison.Ordinal), path);
            Assert.DoesNotMatch(@"[ \t]\r?\n", text);
        }

        Assert.InRange(project.Text($"{project.Name}/Program.cs").Split('\n').Length, 10, 40);
        Assert.DoesNotContain("\n    }\n    }", project.Text($"{project.Name}/Wiring.cs"));
    }
}
