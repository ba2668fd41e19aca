using EdgeNet.Core;
using EdgeNet.Deployment.Serial;
using EdgeNet.Files;
using EdgeNet.Link;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Deployment.Tests;

/// <summary>The desktop at a line with a board that answers what it should not.</summary>
public sealed class HostileBoardTests
{
    private static readonly byte[] Model = ModelWriter.Write(RandomNetworks.Create(7), []);

    // Requests that no deployment of a model of a few chunks needs; what does not end fails by this.
    private const int Endless = 1000;

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100)]
    public void A_board_that_stores_without_progress_is_given_up_in_one_line(int received)
    {
        int requests = 0;
        string problem = Refusal(type =>
        {
            Assert.True(++requests < Endless, "the deployment does not end");
            return type == LinkProtocol.Begin ? 100 : received;
        });
        Assert.Equal("the board could not store the model: it reports success, but has no more bytes than before", problem);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    public void A_board_that_has_more_than_the_whole_model_is_an_error(int more)
    {
        string problem = Refusal(_ => more == 1 ? Model.Length + 1 : more);
        Assert.Contains($"but the model has only {Model.Length:N0}", problem);
    }

    private static string Refusal(Func<int, int> received)
    {
        using ScriptedBoard board = new() { ValueCount = ModelFile.Parse(Model).Input.Count, Received = received };
        return Assert.Throws<UserException>(() => SerialDeployment.Send(new BoardClient(board, TimeSpan.FromSeconds(1)), Model, null, null, default)).Message;
    }
}
