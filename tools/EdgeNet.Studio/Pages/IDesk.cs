namespace EdgeNet.Studio.Pages;

/// <summary>A part of the studio: one kind of work, its requests and its topics.</summary>
internal interface IDesk : IAsyncDisposable
{
    /// <summary>Adds what pages can ask it for.</summary>
    /// <param name="requests">All requests.</param>
    void AddTo(Requests requests);
}
