using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using EdgeNet.Emulator.Devices;
using EdgeNet.Emulator.Execution;

namespace EdgeNet.Emulator.Host;

/// <summary>HTTP requests, which leave the board through this machine's network.</summary>
internal sealed unsafe class HttpFunctions(NetworkConnection network)
{
    private const string SocketFailure = "System.Net.Sockets.SocketException";

    public void Add(HostTable f)
    {
        AddNetworkInterface(f);
        const string Request = "System.Net.HttpWebRequest", Response = "System.Net.HttpWebResponse", Headers = "System.Net.WebHeaderCollection", Body = "System.Net.InputNetworkStreamWrapper";
        f.Add("System.Net.WebRequest::.ctor()", (_, _, _) => { });
        f.Add("System.Net.WebResponse::.ctor()", (_, _, _) => { });
        f.Add("System.Net.WebRequest::Create(System.String)", (m, _, r) =>
        {
            string url = HostValues.Text(r[0]);
            Instance request = m.Heap.Instance(m.World.Type(Request));
            request.Native = Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) ? new PendingRequest(uri) : throw new HostException("System.ArgumentException", url);
            r[0] = request;
        });
        foreach (string type in new[] { "System.Net.WebRequest", Request })
        {
            f.Add(type + "::set_Timeout(System.Int32)", (_, p, r) => Pending(r[0]).TimeoutMilliseconds = (int)p[1]);
            f.Add(type + "::get_Headers()", (m, _, r) => r[0] = NewHeaders(m, Pending(r[0])));
            f.Add(type + "::GetResponse()", (m, _, r) => r[0] = Send(m, Pending(r[0])));
        }

        f.Add("System.Net.WebRequest::Dispose()", (_, _, r) => Pending(r[0]));
        f.Add(Request + "::set_ReadWriteTimeout(System.Int32)", (_, _, r) => Pending(r[0]));
        f.Add(Request + "::set_KeepAlive(System.Boolean)", (_, p, r) => Pending(r[0]).Message.Headers.ConnectionClose = p[1] == 0);
        f.Add(Request + "::AddRange(System.Int32,System.Int32)", (_, p, r) => Pending(r[0]).Message.Headers.Range = new RangeHeaderValue(p[1], p[2]));
        f.Add(Headers + "::Add(System.String,System.String)", (_, _, r) =>
            HostValues.Native<PendingRequest>(r[0]).Message.Headers.TryAddWithoutValidation(HostValues.Text(r[1]), HostValues.Text(r[2])));
        f.Add(Headers + "::get_Item(System.String)", (m, _, r) =>
        {
            HttpResponseMessage response = HostValues.Native<HttpResponseMessage>(r[0]);
            string name = HostValues.Text(r[1]);
            bool found = response.Headers.NonValidated.TryGetValues(name, out HeaderStringValues values) || response.Content.Headers.NonValidated.TryGetValues(name, out values);
            r[0] = found ? m.Heap.String(values.ToString()) : null;
        });
        foreach (string type in new[] { "System.Net.WebResponse", Response })
        {
            f.Add(type + "::get_Headers()", (m, _, r) => r[0] = NewHeaders(m, HostValues.Native<HttpResponseMessage>(r[0])));
            f.Add(type + "::GetResponseStream()", (m, _, r) =>
            {
                Instance stream = m.Heap.Instance(m.World.Type(Body));
                stream.Native = HostValues.Native<HttpResponseMessage>(r[0]).Content.ReadAsStream();
                r[0] = stream;
            });
        }

        f.Add("System.Net.WebResponse::Dispose()", (_, _, r) => HostValues.Native<HttpResponseMessage>(r[0]).Dispose());
        f.Add(Response + "::get_StatusCode()", (_, p, r) => p[0] = (int)HostValues.Native<HttpResponseMessage>(r[0]).StatusCode);
        f.Add(Body + "::Read(System.Byte[],System.Int32,System.Int32)", (m, p, r) =>
        {
            Stream stream = HostValues.Native<Stream>(r[0]);
            (object? array, long offset, long count) = (r[1], p[2], p[3]);
            p[0] = Timed(m, network.ReadTime, () => stream.Read(ArrayFunctions.Part(array, offset, count)));
        });
        f.Add(SocketFailure + "::.ctor(System.Net.Sockets.SocketError)", (_, p, r) => ((Instance)r[0]!).Numbers[0] = p[1]);
        f.Add(SocketFailure + "::get_ErrorCode()", (_, p, r) => p[0] = ((Instance)r[0]!).Numbers[0]);
    }

    // One interface, which gets its address when it is connected.
    private void AddNetworkInterface(HostTable f)
    {
        const string Interface = "System.Net.NetworkInformation.NetworkInterface";
        f.Add(Interface + "::GetIsNetworkAvailable()", (m, p, _) => p[0] = network.IsUp(m.NowMicroseconds) ? 1 : 0);
        f.Add(Interface + "::GetAllNetworkInterfaces()", (m, _, r) =>
        {
            ArrayObject<object?> all = (ArrayObject<object?>)m.Heap.Array(m.World.ArrayOf(m.World.Type(Interface)), 1);
            all.Data[0] = m.Heap.Instance(m.World.Type(Interface));
            r[0] = all;
        });
        f.Add(Interface + "::get_IPv4Address()", (m, _, r) => r[0] = m.Heap.String(network.IsUp(m.NowMicroseconds) ? "192.168.1.7" : "0.0.0.0"));
    }

    private static PendingRequest Pending(object? reference) => HostValues.Native<PendingRequest>(reference);

    private static Instance NewHeaders(Machine m, object native)
    {
        Instance headers = m.Heap.Instance(m.World.Type("System.Net.WebHeaderCollection"));
        headers.Native = native;
        return headers;
    }

    // Whatever the cause, a program gets this exception; the cause is inside.
    private Instance Send(Machine m, PendingRequest request)
    {
        try
        {
            HttpMessageInvoker invoker = network.Invoker ?? throw Failure(m, SocketError.NetworkUnreachable);
            Instance made = m.Heap.Instance(m.World.Type("System.Net.HttpWebResponse"));
            made.Native = Timed(m, TimeSpan.Zero, () =>
            {
                using CancellationTokenSource timeout = new(request.TimeoutMilliseconds);
                return invoker.Send(request.Message, timeout.Token);
            });
            return made;
        }
        catch (HostException e)
        {
            throw new HostException("System.Net.WebException", "GetResponse() failed") { Inner = e };
        }
    }

    // What the network takes is time for the thread that waits. A host that does not answer takes the time until the connection is given
    // up: the program's time-outs begin only when the request has been sent.
    private T Timed<T>(Machine m, TimeSpan least, Func<T> work)
    {
        Stopwatch watch = Stopwatch.StartNew();
        TimeSpan time = least;
        try
        {
            return work();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            SocketError code = (e.InnerException as SocketException)?.SocketErrorCode
                ?? (e is OperationCanceledException ? SocketError.TimedOut : SocketError.ConnectionReset);
            time = e is HttpRequestException && IsAbsent(code) ? network.ConnectTimeout : time;
            throw Failure(m, code);
        }
        finally
        {
            m.SleepUntil(m.NowMicroseconds + Math.Max(time.TotalMicroseconds, watch.Elapsed.TotalMicroseconds));
        }
    }

    private static bool IsAbsent(SocketError code) => code is SocketError.TimedOut or SocketError.HostUnreachable or SocketError.HostDown or SocketError.NetworkUnreachable;

    private static HostException Failure(Machine m, SocketError code) =>
        new(m.World.Has(SocketFailure) ? SocketFailure : "System.Exception", null) { HResult = (int)code };

    private sealed class PendingRequest(Uri uri)
    {
        public HttpRequestMessage Message { get; } = new(HttpMethod.Get, uri);

        public int TimeoutMilliseconds { get; set; } = 100_000;
    }
}
