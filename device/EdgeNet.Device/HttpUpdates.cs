using System;
using System.IO;
using System.Net;
using EdgeNet.Core;
using EdgeNet.Updates;

namespace EdgeNet.Device;

/// <summary>
/// Fetches new models from "edgenet serve": asks now and then whether there is another one, reads it range by range into the
/// store, goes on where it was interrupted, and has the store verify it. What the server says is not trusted.
/// </summary>
public sealed class HttpUpdates
{
    private const int PieceBytes = 512;
    private const int RangeBytes = 4096;
    private const int TimeoutMilliseconds = 5000;
    private const int FirstRetryMilliseconds = 1000;
    private const int MostFailures = 8;

    private readonly string _url;
    private readonly ModelStore _store;
    private readonly int _pollMilliseconds;
    private readonly byte[] _piece = new byte[PieceBytes];
    private readonly byte[] _header = new byte[ModelFormat.HeaderLength];
    private string _knownETag;
    private string _fetchedETag;
    private int _failures;

    /// <summary>Prepares the updates.</summary>
    /// <param name="url">The model, such as http://192.168.1.5:8080/models/person.</param>
    /// <param name="store">Where models go.</param>
    /// <param name="pollMilliseconds">Pause between two questions for a new model.</param>
    public HttpUpdates(string url, ModelStore store, int pollMilliseconds)
    {
        _url = url;
        _store = store;
        _pollMilliseconds = pollMilliseconds;
        Problem = "";
    }

    /// <summary>What went wrong last; empty where the last step went well.</summary>
    public string Problem { get; private set; }

    /// <summary>Whether a new model has been selected, which the app should start. Setting it to false takes note.</summary>
    public bool ModelChanged { get; set; }

    /// <summary>Sends one request.</summary>
    /// <returns>Milliseconds to wait before the next step.</returns>
    public int Step()
    {
        Problem = "";
        if (_fetchedETag == null && _store.Waits)
        {
            return Rest();
        }

        try
        {
            using (HttpWebRequest request = (HttpWebRequest)WebRequest.Create(_url))
            {
                return _fetchedETag == null ? Ask(request) : Fetch(request);
            }
        }
        catch (Exception e)
        {
            return Fail(_url + ": " + e.Message);
        }
    }

    private int Ask(HttpWebRequest request)
    {
        using (HttpWebResponse response = GetRange(request, 0, "If-None-Match", _knownETag))
        {
            if (response.StatusCode == HttpStatusCode.NotModified)
            {
                return Rest();
            }

            string etag = response.Headers["ETag"];
            int total;
            int count = HttpMetadata.RangeBytes(response.Headers["Content-Range"], 0, RangeBytes, out total);
            if (response.StatusCode != HttpStatusCode.PartialContent || count < ModelFormat.HeaderLength || !HttpMetadata.IsETag(etag))
            {
                return Fail(_url + ": answers with status " + (int)response.StatusCode + " and not with a range of a model");
            }

            Stream body = response.GetResponseStream();
            int got = ReadPiece(body, count);
            if (got < ModelFormat.HeaderLength)
            {
                return Fail(_url + ": the answer was cut off");
            }

            Array.Copy(_piece, 0, _header, 0, _header.Length);
            string refusal = total != ModelHeader.Length(_header) ? "the model has another length than the server says"
                : _store.WasRolledBack(_header) ? "this model has been rolled back before" : "";
            if (refusal.Length > 0 || !_store.Begin(_header, got, HttpMetadata.Signature(response.Headers[HttpMetadata.SignatureHeader])))
            {
                return Refuse(etag, refusal.Length > 0 ? refusal : _store.Problem);
            }

            if (!_store.Receiving)
            {
                // It is the active one.
                _knownETag = etag;
                return Rest();
            }

            _fetchedETag = etag;
            if (_store.Received > 0)
            {
                return 0;
            }

            return _store.Write(_piece, 0, got) ? Take(body, count - got) : Fail(_store.Problem);
        }
    }

    private int Fetch(HttpWebRequest request)
    {
        // Somebody else has begun another update, or ended this one.
        if (!_store.IsReceiving(ModelHeader.Crc(_header)))
        {
            return Restart();
        }

        if (_store.Received == ModelHeader.Length(_header))
        {
            return Commit();
        }

        int first = _store.Received;
        using (HttpWebResponse response = GetRange(request, first, "If-Match", _fetchedETag))
        {
            if (response.StatusCode == HttpStatusCode.PreconditionFailed)
            {
                return Restart();
            }

            int total;
            int count = HttpMetadata.RangeBytes(response.Headers["Content-Range"], first, RangeBytes, out total);
            if (response.StatusCode != HttpStatusCode.PartialContent || count == 0 || total != ModelHeader.Length(_header))
            {
                return Fail(_url + ": answers with status " + (int)response.StatusCode + " and not with the range from " + first);
            }

            if (response.Headers["ETag"] != _fetchedETag)
            {
                return Restart();
            }

            return Take(response.GetResponseStream(), count);
        }
    }

    // Moves the rest of an answer into the store.
    private int Take(Stream body, int left)
    {
        while (left > 0)
        {
            int got = ReadPiece(body, left);
            if (got == 0)
            {
                return Fail(_url + ": the answer was cut off");
            }

            left -= got;
            if (!_store.Write(_piece, 0, got))
            {
                return Fail(_store.Problem);
            }
        }

        _failures = 0;
        return _store.Received == ModelHeader.Length(_header) ? Commit() : 0;
    }

    private int Commit()
    {
        string etag = _fetchedETag;
        _fetchedETag = null;
        if (!_store.Commit())
        {
            return Refuse(etag, _store.Problem);
        }

        _knownETag = etag;
        ModelChanged = true;
        return Rest();
    }

    private static HttpWebResponse GetRange(HttpWebRequest request, int first, string condition, string etag)
    {
        request.Timeout = TimeoutMilliseconds;
        request.ReadWriteTimeout = TimeoutMilliseconds;
        request.KeepAlive = false;
        request.AddRange(first, first + RangeBytes - 1);
        if (etag != null)
        {
            request.Headers.Add(condition, etag);
        }

        return (HttpWebResponse)request.GetResponse();
    }

    // Reads until the piece is full or the body ends.
    private int ReadPiece(Stream body, int most)
    {
        int wanted = most < PieceBytes ? most : PieceBytes;
        int got = 0;
        while (got < wanted)
        {
            int now = body.Read(_piece, got, wanted - got);
            if (now <= 0)
            {
                break;
            }

            got += now;
        }

        return got;
    }

    // Asks anew: the server has another model by now.
    private int Restart()
    {
        _fetchedETag = null;
        return FirstRetryMilliseconds;
    }

    // A model that is not wanted is not asked for again until the server has another one.
    private int Refuse(string etag, string problem)
    {
        _knownETag = etag;
        _failures = 0;
        Problem = _url + ": " + problem;
        return _pollMilliseconds;
    }

    private int Rest()
    {
        _failures = 0;
        return _pollMilliseconds;
    }

    // Tries again soon, then less and less often.
    private int Fail(string problem)
    {
        Problem = problem;
        if (!_store.Receiving)
        {
            _fetchedETag = null;
        }

        int pause = FirstRetryMilliseconds << (_failures < MostFailures ? _failures : MostFailures);
        _failures++;
        return pause < _pollMilliseconds ? pause : _pollMilliseconds;
    }
}
