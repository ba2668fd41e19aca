using System.Reflection;

[assembly: AssemblyTitle("EdgeNet.Device.Streams")]

// That of Directory.Build.props, which Visual Studio's project cannot read.
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
