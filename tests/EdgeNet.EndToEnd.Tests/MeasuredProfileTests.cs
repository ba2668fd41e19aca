using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Profiles fitted to measured times: a board of which everything is known plays the measured one.</summary>
public class MeasuredProfileTests
{
    private static readonly DatasetSplit Digits = BuiltInDatasets.Create("digits", 1);
    private static readonly Dataset Scene = ThermalScene.Create(10, 5);
    private static readonly byte[] DigitsModel = ModelBuilder.Build(Digits, new TrainingOptions { Hidden = [32], Epochs = 1, Starts = 1 }, "digits", true, null, default).File;

    [Fact]
    public void What_was_measured_is_predicted_and_what_is_known_of_other_methods_stays()
    {
        EmulationReport digits = Run(DigitsModel, Digits.Test, BoardProfile.Esp32), scene = Run(ThermalScene.Model, Scene, BoardProfile.Esp32);
        string hotOfDigits = digits.HotMethods[0].Method, hotOfScene = scene.HotMethods[0].Method;
        Assert.NotEqual(hotOfDigits, hotOfScene);

        // The board: another clock, and each of the two methods with cycles of its own.
        BoardProfile truth = BoardProfile.Esp32 with { CyclesPerInstruction = 2.1, Methods = new Dictionary<string, MethodCycles> { [hotOfDigits] = Cycles(2.9), [hotOfScene] = Cycles(1.2) } };
        double digitsMeasured = Run(DigitsModel, Digits.Test, truth).PredictedMicroseconds, sceneMeasured = Run(ThermalScene.Model, Scene, truth).PredictedMicroseconds;

        BoardProfile one = MeasuredProfile.Fit(BoardProfile.Esp32, digits, BoardProfile.Esp32, digitsMeasured, "Digits.");
        Assert.InRange(one.CyclesPerInstruction, 2.1, 2.9);
        Assert.Equal(new MethodCycles(one.CyclesPerInstruction, new FigureSource(FigureBasis.Measured, "Digits.")), Assert.Single(one.Methods).Value);
        Assert.Equal(digitsMeasured, Run(DigitsModel, Digits.Test, one).PredictedMicroseconds, digitsMeasured / 1000);

        BoardProfile two = MeasuredProfile.Fit(one, scene, BoardProfile.Esp32, sceneMeasured, "Scene.");
        Assert.Equal(one.Methods[hotOfDigits], two.Methods[hotOfDigits]);
        Assert.Equal(two.CyclesPerInstruction, two.Methods[hotOfScene].Cycles);
        Assert.Equal(sceneMeasured, Run(ThermalScene.Model, Scene, two).PredictedMicroseconds, sceneMeasured / 1000);

        // Measured again, the first model's entry is renewed, the second one's stays.
        BoardProfile three = MeasuredProfile.Fit(two, digits, BoardProfile.Esp32, digitsMeasured, "Digits again.");
        Assert.Equal(two.Methods[hotOfScene], three.Methods[hotOfScene]);
        Assert.Equal("Digits again.", three.Methods[hotOfDigits].Source.Sentence);
        Assert.Equal(digitsMeasured, Run(DigitsModel, Digits.Test, three).PredictedMicroseconds, digitsMeasured / 1000);
        Assert.Equal(BoardProfileJson.Write(three), BoardProfileJson.Write(BoardProfileJson.Read(BoardProfileJson.Write(three))));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        EmulationReport scene = Run(ThermalScene.Model, Scene, BoardProfile.Esp32);
        Dictionary<string, MethodCycles> slow = scene.Methods.Skip(1).Take(3).ToDictionary(m => m.Method, _ => Cycles(90));
        Assert.Contains("measured on another board", Assert.Throws<UserException>(() => MeasuredProfile.Fit(BoardProfile.Esp32 with { Methods = slow }, scene, BoardProfile.Esp32, 500, "x")).Message);
        Assert.Throws<UserException>(() => MeasuredProfile.Fit(BoardProfile.Esp32, scene, BoardProfile.Esp32, 0, "x"));
        Assert.Throws<UserException>(() => MeasuredProfile.Fit(BoardProfile.Esp32, scene, BoardProfile.Esp32, 1e12, "x"));
    }

    [Fact]
    public void All_boards_are_a_row_each_and_one_that_cannot_hold_the_model_is_too()
    {
        IReadOnlyList<BoardRow> rows = BoardRow.Compare(DigitsModel, Digits.Test, 2, null, default);
        Assert.Equal(BoardProfile.Names, rows.Select(r => r.Heap.Board.Name));
        Assert.Equal([true, false, true, true, true], rows.Select(r => r.Heap.Fits));
        Assert.All(rows, r => Assert.Equal(r.Heap.Fits, r.Report is not null));
        Assert.All(rows, r => Assert.InRange(r.Heap.NeededBytes, 54_473, 100_000));
        Assert.All(rows.Where(r => r.Report is not null), r => Assert.Equal((2, 1.0), (r.Report!.Samples, r.Report.Agreement)));
    }

    [Fact]
    public void A_network_that_runs_in_the_same_form_everywhere_takes_as_much_longer_as_the_boards_instructions_do()
    {
        IReadOnlyList<BoardRow> rows = BoardRow.Compare(ThermalScene.Model, Scene, 2, null, default);
        EmulationReport esp32 = rows[0].Report!, psram = rows[2].Report!;
        Assert.Equal(1.9 / 1.6, psram.PredictedMicroseconds / esp32.PredictedMicroseconds, 6);
    }

    private static MethodCycles Cycles(double cycles) => new(cycles, new FigureSource(FigureBasis.Estimate, "x"));

    private static EmulationReport Run(byte[] model, Dataset data, BoardProfile profile) => EmulatedModel.Run(model, data, 5, profile, null, default);
}
