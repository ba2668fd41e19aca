using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using EdgeNet.Link;

namespace EdgeNet.Device.Http;

/// <summary>
/// One request for a range of a file, and its answer. Throws nothing. There is no "using" here: where code that runs while an
/// exception is under way throws and catches another, the interpreter loses the first, and closing a broken connection does that.
/// </summary>
internal sealed class RangeRequest
{
    /// <summary>Status of an answer: nothing new.</summary>
    public const int NotModified = (int)HttpStatusCode.NotModified;

    /// <summary>Status of an answer: the file is another one by now.</summary>
    public const int PreconditionFailed = (int)HttpStatusCode.PreconditionFailed;

    /// <summary>Status of an answer: the board cannot run this model; <see cref="Problem"/> says why.</summary>
    public const int NotAcceptable = (int)HttpStatusCode.NotAcceptable;

    private const int RangeBytes = 4096;
    private const int TimeoutMilliseconds = 5000;
    private const int BodyMilliseconds = 30 * 1000;

    private HttpWebRequest _request;
    private HttpWebResponse _response;
    private Stream _body;
    private long _deadline;

    /// <summary>What went wrong.</summary>
    public string Problem { get; private set; }

    /// <summary>Status of the answer.</summary>
    public int Status { get; private set; }

    /// <summary>The file's ETag; null if the answer has none or is not a range.</summary>
    public string ETag { get; private set; }

    /// <summary>The signature that came along, or null.</summary>
    public ModelSignature Signature { get; private set; }

    /// <summary>Bytes of the range; 0 if the answer is not the range that was asked for.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of the file.</summary>
    public int Total { get; private set; }

    /// <summary>Asks for 4 KB and reads the head of the answer.</summary>
    /// <param name="url">The file.</param>
    /// <param name="first">Offset of the first byte.</param>
    /// <param name="condition">If-Match or If-None-Match.</param>
    /// <param name="etag">The ETag for it; null for no condition.</param>
    /// <param name="runs">Which models the board's app runs, for the header; null not to tell.</param>
    /// <returns>False if no answer came; <see cref="Problem"/> says why.</returns>
    public bool Send(string url, int first, string condition, string etag, string runs)
    {
        try
        {
            _request = (HttpWebRequest)WebRequest.Create(url);
            _request.Timeout = TimeoutMilliseconds;
            _request.ReadWriteTimeout = TimeoutMilliseconds;
            _request.KeepAlive = false;
            _request.AddRange(first, first + RangeBytes - 1);
            if (etag != null)
            {
                _request.Headers.Add(condition, etag);
            }

            if (runs != null)
            {
                _request.Headers.Add(RunsHeader.Name, runs);
            }

            _response = (HttpWebResponse)_request.GetResponse();
            Status = (int)_response.StatusCode;
            if (Status == (int)HttpStatusCode.PartialContent)
            {
                ReadHead(_response.Headers, first);
            }
            else if (Status == NotAcceptable)
            {
                Problem = HttpMetadata.Problem(_response.Headers[HttpMetadata.ProblemHeader]);
            }

            return true;
        }
        catch (Exception e)
        {
            Problem = Cause(e);
            return false;
        }
    }

    /// <summary>Reads a part of the body; all of it may take half a minute, however slowly it arrives.</summary>
    /// <param name="piece">Receives the bytes.</param>
    /// <param name="wanted">How many.</param>
    /// <returns>How many came; where these are less, <see cref="Problem"/> says why.</returns>
    public int Read(byte[] piece, int wanted)
    {
        int got = 0;
        Problem = "the answer was cut off";
        try
        {
            while (got < wanted)
            {
                if (Environment.TickCount64 > _deadline)
                {
                    Problem = "the answer takes longer than " + (BodyMilliseconds / 1000) + " seconds";
                    break;
                }

                int now = _body.Read(piece, got, wanted - got);
                if (now <= 0)
                {
                    break;
                }

                got += now;
            }
        }
        catch (Exception e)
        {
            Problem = Cause(e);
        }

        return got;
    }

    /// <summary>Ends the connection.</summary>
    public void Close()
    {
        Close(_response);
        Close(_request);
    }

    private static void Close(IDisposable part)
    {
        try
        {
            if (part != null)
            {
                part.Dispose();
            }
        }
        catch (Exception)
        {
            // A connection that is broken cannot be closed in good order, and need not be.
        }
    }

    private void ReadHead(WebHeaderCollection headers, int first)
    {
        int total;
        Count = HttpMetadata.RangeBytes(headers["Content-Range"], first, RangeBytes, out total);
        Total = total;
        ETag = headers["ETag"];
        Signature = HttpMetadata.Signature(headers[HttpMetadata.SignatureHeader]);
        _body = _response.GetResponseStream();
        _deadline = Environment.TickCount64 + BodyMilliseconds;
    }

    // "GetResponse() failed" says nothing; what is inside does.
    private static string Cause(Exception e)
    {
        string text = "";
        for (; e != null; e = e.InnerException)
        {
            SocketException socket = e as SocketException;
            text += (text.Length > 0 ? ": " : "") + (socket != null ? "socket error " + socket.ErrorCode : ErrorText.Of(e));
        }

        return text;
    }
}
