using System.Diagnostics;
using EdgeNet.TestSupport;

namespace EdgeNet.Emulator.Tests;

/// <summary>
/// A stand-in for the project system that the nanoFramework extension installs: files of the same names that set the same properties
/// in the same order, and then compile with MSBuild's own C# targets. The metadata processor is left out.
/// </summary>
internal static class NanoFrameworkExtension
{
    private const string DefaultProps = """
        <Project>
          <PropertyGroup>
            <Configuration Condition="'$(Configuration)' == ''">Release</Configuration>
            <LangVersion>9.0</LangVersion>
          </PropertyGroup>
          <PropertyGroup Condition="'$(Configuration)' == 'Debug'">
            <Optimize>false</Optimize>
            <DebugType>full</DebugType>
            <DefineConstants>DEBUG;TRACE</DefineConstants>
          </PropertyGroup>
          <PropertyGroup Condition="'$(Configuration)' == 'Release'">
            <Optimize>true</Optimize>
            <DebugType>portable</DebugType>
            <DefineConstants>TRACE</DefineConstants>
          </PropertyGroup>
        </Project>
        """;

    private const string Props = """
        <Project>
          <PropertyGroup>
            <OutputPath>bin\$(Configuration)\</OutputPath>
            <NoStdLib>true</NoStdLib>
            <NoCompilerStandardLib>true</NoCompilerStandardLib>
            <AddAdditionalExplicitAssemblyReferences>false</AddAdditionalExplicitAssemblyReferences>
          </PropertyGroup>
        </Project>
        """;

    private const string Targets = """
        <Project>
          <PropertyGroup>
            <TargetFrameworkIdentifier>.NETnanoFramework</TargetFrameworkIdentifier>
            <TargetFrameworkVersion>v1.0</TargetFrameworkVersion>
            <TargetFrameworkMoniker>.NETnanoFramework,Version=v1.0</TargetFrameworkMoniker>
            <GenerateTargetFrameworkAttribute>false</GenerateTargetFrameworkAttribute>
            <_TargetFrameworkDirectories>$(MSBuildThisFileDirectory)</_TargetFrameworkDirectories>
            <_FullFrameworkReferenceAssemblyPaths>$(MSBuildThisFileDirectory)</_FullFrameworkReferenceAssemblyPaths>
            <DefineConstants>$(DefineConstants);NANOFRAMEWORK_1_0</DefineConstants>
          </PropertyGroup>
          <Import Project="$(MSBuildToolsPath)\Microsoft.CSharp.targets" />
        </Project>
        """;

    /// <summary>Puts the stand-in into a folder.</summary>
    /// <returns>Where it is.</returns>
    public static string Install(TemporaryFolder folder)
    {
        const string Home = "nanoFramework/v1.0/";
        folder.Write(Home + "NFProjectSystem.Default.props", DefaultProps);
        folder.Write(Home + "NFProjectSystem.props", Props);
        folder.Write(Home + "NFProjectSystem.CSharp.targets", Targets);
        return folder.File(Home);
    }

    /// <summary>Runs MSBuild.</summary>
    /// <returns>Its exit code and the lines that it printed.</returns>
    public static (int ExitCode, string[] Lines) Build(string project, params string[] options)
    {
        ProcessStartInfo start = new("dotnet", ["msbuild", project, "-nologo", "-verbosity:quiet", "-nodeReuse:false", .. options]) { RedirectStandardOutput = true };
        using Process build = Process.Start(start)!;
        string output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        return (build.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
