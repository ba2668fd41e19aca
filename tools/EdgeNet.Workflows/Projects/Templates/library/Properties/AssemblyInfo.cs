using System.Reflection;

[assembly: AssemblyTitle("$Library$")]
[assembly: AssemblyVersion("1.0.0.0")]
