using System.Reflection;

[assembly: AssemblyTitle("$Name$")]
[assembly: AssemblyVersion("1.0.0.0")]
