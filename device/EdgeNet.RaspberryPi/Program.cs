using System.CommandLine;
using System.Device.I2c;
using System.Diagnostics;
using EdgeNet.Core;
using EdgeNet.Device;
using EdgeNet.Files;
using EdgeNet.Pictures;
using EdgeNet.RaspberryPi;
using Iot.Device.Amg88xx;
using Iot.Device.Media;

const int FrameWidth = 640, FrameHeight = 480;
const int FilterWindow = 5, EnterPercent = 60, LeavePercent = 40, PauseMilliseconds = 100;

Argument<string> modelPath = new("model") { Description = "The model file.", HelpName = "model.edgenet" };
Option<string?> image = new("--image") { Description = "Classify this picture (PNG, JPEG, BMP or PGM) instead of reading the camera, and exit.", HelpName = "file" };
Option<string> sensor = new("--sensor") { Description = "camera (a V4L2 device) or amg8833.", DefaultValueFactory = _ => "camera", HelpName = "camera|amg8833" };
sensor.AcceptOnlyFromAmong("camera", "amg8833");
Option<int> bus = new("--bus") { Description = "Number of the camera (/dev/videoN) or of the I2C bus.", DefaultValueFactory = r => 0, HelpName = "N" };
Option<int> address = new("--address") { Description = "I2C address of the AMG8833.", DefaultValueFactory = _ => Amg88xx.AlternativeI2cAddress, HelpName = "N" };
Option<bool> invert = new("--invert") { Description = "Invert the picture, for dark ink on light paper." };
Option<bool> stretch = new("--stretch") { Description = "Stretch the contrast." };
Option<bool> findInk = new("--find-ink") { Description = "Cut out the writing and centre it, as in MNIST." };
RootCommand root = new("""
    EdgeNet on a Raspberry Pi: classifies what a camera or a thermal camera sees.

    Examples:
      edgenet-pi mnist.edgenet --invert --stretch --find-ink
      edgenet-pi mnist.edgenet --image paper.png --invert --stretch --find-ink
      edgenet-pi person.edgenet --sensor amg8833 --bus 1
    """)
{
    modelPath, image, sensor, bus, address, invert, stretch, findInk,
};
root.SetAction(parsed => Run(parsed));
ParseResult result = root.Parse(args);
if (result.Errors.Count > 0)
{
    return Fail(result.Errors[0].Message, 2);
}

try
{
    return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is UserException or ModelException or IOException or UnauthorizedAccessException)
{
    return Fail(e.Message, 1);
}

int Run(ParseResult parsed)
{
    ModelFile model = ModelFile.Parse(DataFile.ReadAllBytes(parsed.GetRequiredValue(modelPath), ModelFormat.MaxFileLength));
    Network network = new(model);
    FramePreparation preparation = new(parsed.GetValue(invert), parsed.GetValue(stretch), parsed.GetValue(findInk));
    if (parsed.GetValue(image) is string path)
    {
        return ClassifyImage(model, network, preparation, path);
    }

    if (parsed.GetValue(sensor) == "amg8833")
    {
        using I2cDevice device = I2cDevice.Create(new I2cConnectionSettings(parsed.GetValue(bus), parsed.GetValue(address)));
        using Amg88xx thermal = new(device);
        return Watch(network, new ThermalSource(thermal));
    }

    using VideoDevice video = VideoDevice.Create(new VideoConnectionSettings(parsed.GetValue(bus), (FrameWidth, FrameHeight), VideoPixelFormat.YUYV));
    InputInfo input = PictureInput(model);
    return Watch(network, new CameraSource(input, preparation, () => FrameReader.FromYuyv(video.Capture(), FrameWidth, FrameHeight, input.Channels)));
}

static int ClassifyImage(ModelFile model, Network network, FramePreparation preparation, string path)
{
    InputInfo input = PictureInput(model);
    int answer = network.Classify(preparation.Prepare(PictureFile.Read(path), input.Height, input.Width, input.Channels));
    Console.WriteLine($"{network.Label(answer)} ({network.ConfidencePercent()} %)");
    return 0;
}

static int Watch(Network network, IInputSource source)
{
    if (network.InputCount != source.Count)
    {
        return Fail($"the model takes {network.InputCount} values, the sensor gives {source.Count}", 1);
    }

    new ClassifierLoop(new TimedNetwork(network, () => Stopwatch.GetElapsedTime(0).Ticks / TimeSpan.TicksPerMicrosecond), source, new AnswerFilter(FilterWindow, EnterPercent, LeavePercent)).RunForever(PauseMilliseconds);
    return 0;
}

static InputInfo PictureInput(ModelFile model) => model.Input.Rank > 1 && model.Input.Channels is 1 or 3 ? model.Input
    : throw new UserException($"the model expects {model.Input.Count} features, not a picture");

static int Fail(string message, int code)
{
    Console.Error.WriteLine("edgenet-pi: " + message.ReplaceLineEndings(" "));
    return code;
}
