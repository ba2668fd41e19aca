using System;
using EdgeNet.Core;
using EdgeNet.Link;

namespace EdgeNet.Device.Http;

/// <summary>
/// Fetches new models from "edgenet serve": asks now and then whether there is another one, reads it range by range into the
/// store, goes on where it was interrupted, and has the store verify it. What the server says is not trusted. Where nobody answers
/// a step takes a minute and more, so it belongs on a thread of its own; the store is locked while it is used.
/// </summary>
public sealed class HttpUpdates
{
    private const int PieceBytes = 512;
    private const int LinkPollMilliseconds = 5000;
    private const int ResumeMilliseconds = 1000;
    private const int FirstRetryMilliseconds = 60 * 1000;
    private const int MaxDoublings = 12;

    private readonly string _url;
    private readonly ModelStore _store;
    private readonly int _pollMilliseconds;
    private readonly byte[] _piece = new byte[PieceBytes];
    private readonly byte[] _header = new byte[ModelFormat.HeaderLength];

    // Beginning an update empties a slot and writes it anew, and a server that misbehaves could ask for it every second.
    private readonly WriteBudget _budget = new WriteBudget(8, 60 * 60 * 1000);
    private string _knownETag;
    private string _fetchedETag;
    private string _problem;
    private int _next;
    private int _failures;
    private int _othersReceived;

    /// <summary>Prepares the updates.</summary>
    /// <param name="url">The model, such as http://192.168.1.5:8080/models/person.</param>
    /// <param name="store">Where models go.</param>
    /// <param name="pollMilliseconds">Pause between two questions for a new model, a minute or more.</param>
    public HttpUpdates(string url, ModelStore store, int pollMilliseconds)
    {
        _url = url;
        _store = store;
        _pollMilliseconds = pollMilliseconds;
        Problem = "";
    }

    /// <summary>What went wrong in the last step; empty if it went well.</summary>
    public string Problem { get; private set; }

    /// <summary>Whether a new model has been selected, which the app should start. Setting it to false, with the store locked, takes note.</summary>
    public bool ModelChanged { get; set; }

    /// <summary>Sends one request, where there is a network. Throws nothing.</summary>
    /// <returns>Milliseconds to wait before the next step.</returns>
    public int Step()
    {
        _problem = "";
        int wait = NetworkLink.IsUp() ? Exchange() : Wait("the board has no network connection", LinkPollMilliseconds);
        Problem = _problem;
        return wait;
    }

    private int Exchange()
    {
        RangeRequest request = new RangeRequest();
        string failure = "";
        int wait = 0;
        try
        {
            wait = UpdateGoesOn() ? Fetch(request) : MustWait() ? Rest() : Ask(request);
        }
        catch (Exception e)
        {
            failure = ErrorText.Of(e);
        }

        request.Close();
        return failure.Length > 0 ? Fail(failure) : wait;
    }

    // Not where somebody else has begun another update, or ended this one.
    private bool UpdateGoesOn()
    {
        lock (_store)
        {
            if (_fetchedETag != null && !_store.IsReceiving(ModelHeader.Crc(_header)))
            {
                _fetchedETag = null;
            }

            _next = _fetchedETag == null ? 0 : _store.Received;
            return _fetchedETag != null;
        }
    }

    // A model on probation is not to be replaced.
    private bool MustWait()
    {
        lock (_store)
        {
            return _store.Waits;
        }
    }

    private string Runs()
    {
        lock (_store)
        {
            return RunsHeader.Write(BoardCapabilities.OfThisApp(_store.HeapForModel()));
        }
    }

    private int Ask(RangeRequest request)
    {
        if (!request.Send(_url, 0, "If-None-Match", _knownETag, Runs()))
        {
            return Fail(_url + ": " + request.Problem);
        }

        if (request.Status == RangeRequest.NotModified)
        {
            return Rest();
        }

        if (request.Status == RangeRequest.NotAcceptable)
        {
            return Decline(request.Problem);
        }

        if (request.Count < ModelFormat.HeaderLength || !HttpMetadata.IsETag(request.ETag))
        {
            return Fail(_url + ": answers with status " + request.Status + " instead of a range of a model");
        }

        int got = request.Read(_piece, request.Count < PieceBytes ? request.Count : PieceBytes);
        if (got < ModelFormat.HeaderLength)
        {
            return Fail(_url + ": " + request.Problem);
        }

        Array.Copy(_piece, 0, _header, 0, _header.Length);
        lock (_store)
        {
            int wait;
            if (!Begin(request, got, out wait))
            {
                return wait;
            }
        }

        return Take(request, got, request.Count);
    }

    // True if the update was begun anew, so that what has come goes into it; else how long to wait.
    private bool Begin(RangeRequest request, int got, out int wait)
    {
        wait = 0;
        bool others = _store.Receiving && !_store.IsReceiving(ModelHeader.Crc(_header));
        if (others && _store.Received != _othersReceived)
        {
            _othersReceived = _store.Received;
            wait = Wait("another update is in progress", FirstRetryMilliseconds);
            return false;
        }

        if (_budget.MillisecondsToWait() > 0)
        {
            wait = Wait(_url + ": too many updates were begun; the next one may begin in " + (_budget.MillisecondsToWait() / 60000) + " minutes", _budget.MillisecondsToWait());
            return false;
        }

        string refusal = request.Total != ModelHeader.Length(_header) ? "the length of the model differs from what the server reports"
            : _store.WasRolledBack(_header) ? "this model has been rolled back before" : "";
        if (refusal.Length > 0 || !_store.Begin(_header, got, request.Signature))
        {
            refusal = refusal.Length > 0 ? refusal : _store.Problem;
            wait = _store.Waits ? Wait(_url + ": " + refusal, FirstRetryMilliseconds) : Refuse(request.ETag, refusal);
            return false;
        }

        if (!_store.Receiving)
        {
            // It is the active one.
            _knownETag = request.ETag;
            wait = Rest();
            return false;
        }

        _fetchedETag = request.ETag;
        _next = _store.Received;
        if (_next > 0)
        {
            return false;
        }

        _budget.Spend();
        return true;
    }

    private int Fetch(RangeRequest request)
    {
        if (_next == ModelHeader.Length(_header))
        {
            return Commit();
        }

        if (!request.Send(_url, _next, "If-Match", _fetchedETag, null))
        {
            return Fail(_url + ": " + request.Problem);
        }

        if (request.Status == RangeRequest.PreconditionFailed || (request.Count > 0 && request.ETag != _fetchedETag))
        {
            _fetchedETag = null;
            return Fail(_url + ": the server now has another model");
        }

        if (request.Count == 0 || request.Total != ModelHeader.Length(_header))
        {
            return Fail(_url + ": answers with status " + request.Status + " instead of the range from " + _next);
        }

        return Take(request, 0, request.Count);
    }

    // Moves an answer into the store; its first bytes may have been read already.
    private int Take(RangeRequest request, int got, int left)
    {
        int first = _next;
        while (left > 0)
        {
            int wanted = left < PieceBytes ? left : PieceBytes;
            got = got > 0 ? got : request.Read(_piece, wanted);
            if (!Store(got))
            {
                return Fail(_problem);
            }

            if (got < wanted)
            {
                return _next > first ? Resume(_url + ": " + request.Problem) : Fail(_url + ": " + request.Problem);
            }

            left -= got;
            got = 0;
        }

        _failures = 0;
        return _next == ModelHeader.Length(_header) ? Commit() : 0;
    }

    private bool Store(int count)
    {
        lock (_store)
        {
            bool stored = _store.IsReceiving(ModelHeader.Crc(_header)) && _store.Received == _next && _store.Write(_piece, 0, count);
            _problem = stored ? "" : _store.Problem.Length > 0 ? _store.Problem : "another update is in progress";
            _next += stored ? count : 0;
            return stored;
        }
    }

    private int Commit()
    {
        string etag = _fetchedETag;
        _fetchedETag = null;
        lock (_store)
        {
            if (!_store.IsReceiving(ModelHeader.Crc(_header)) || !_store.Commit())
            {
                return Refuse(etag, _store.Problem);
            }

            ModelChanged = true;
        }

        _knownETag = etag;
        return Rest();
    }

    // A model that is not wanted is not asked for again until the server has another one.
    private int Refuse(string etag, string problem)
    {
        _knownETag = etag;
        _failures = 0;
        return Wait(_url + ": " + problem, _pollMilliseconds);
    }

    // The server does not send what this board cannot run. Asking again costs no more than asking whether there is anything new: no
    // body comes and nothing is written. The ETag is not kept, because the answer may be another one once there is more memory.
    private int Decline(string problem)
    {
        _failures = 0;
        return Wait(_url + ": " + problem, _pollMilliseconds);
    }

    // Goes on soon after an answer that broke off: a part of it has come.
    private int Resume(string problem)
    {
        _failures = 0;
        return Wait(problem, ResumeMilliseconds);
    }

    private int Rest()
    {
        _failures = 0;
        return _pollMilliseconds;
    }

    // Less and less often: an absent server costs radio time, and one that misbehaves may never stop.
    private int Fail(string problem)
    {
        int pause = FirstRetryMilliseconds << (_failures < MaxDoublings ? _failures : MaxDoublings);
        _failures++;
        return Wait(problem, pause < _pollMilliseconds ? pause : _pollMilliseconds);
    }

    private int Wait(string problem, int milliseconds)
    {
        _problem = problem;
        return milliseconds;
    }
}
