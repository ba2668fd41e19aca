using EdgeNet.FftCode;

// The folder that gets the files: device/EdgeNet.Device.Fft.
foreach ((string name, string text) in TransformFile.All)
{
    File.WriteAllText(Path.Combine(args[0], name), text);
}
