using EdgeNet.TestSupport;

namespace EdgeNet.Link.Tests;

/// <summary>The names that docs/updates.md promises: boards in the field have files with them.</summary>
public class BoardFilesTests
{
    [Fact]
    public void The_files_on_a_board_have_the_names_that_the_documentation_gives()
    {
        Assert.Equal(@"I:\", BoardFiles.Drive);
        Assert.Equal(["model.edgenet", "model.edgenet.sig", "fleet.key"], [BoardFiles.Mailbox, BoardFiles.Mailbox + BoardFiles.SignatureExtension, BoardFiles.FleetKey]);
        string[] numbered = [.. new[] { 0, 1 }.SelectMany(i => new[] { BoardFiles.Model(i), BoardFiles.Seal(i), BoardFiles.Selector(i) })];
        Assert.Equal(["slot0.edgenet", "slot0.seal", "select0.bin", "slot1.edgenet", "slot1.seal", "select1.bin"], numbered);
        string documentation = File.ReadAllText(Path.Combine(SharedData.ProjectRoot, "docs", "updates.md"));
        Assert.All([BoardFiles.Mailbox, BoardFiles.FleetKey, .. numbered], name => Assert.Contains($"`{BoardFiles.Drive}{name}`", documentation));
    }
}
