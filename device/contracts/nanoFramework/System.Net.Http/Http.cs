using System.IO;

namespace System.Net
{
    public enum HttpStatusCode
    {
        OK = 200,
        PartialContent = 206,
        NotModified = 304,
        NotFound = 404,
        NotAcceptable = 406,
        PreconditionFailed = 412,
    }

    public class WebHeaderCollection
    {
        public WebHeaderCollection() => throw null;
        public string this[string header] => throw null;
        public void Add(string name, string value) => throw null;
    }

    public abstract class WebRequest : MarshalByRefObject, IDisposable
    {
        protected WebRequest() => throw null;
        public static WebRequest Create(string requestUriString) => throw null;
        public virtual WebHeaderCollection Headers => throw null;
        public virtual int Timeout { set => throw null; }
        public virtual WebResponse GetResponse() => throw null;
        public void Dispose() => throw null;
    }

    public abstract class WebResponse : MarshalByRefObject, IDisposable
    {
        protected WebResponse() => throw null;
        public virtual WebHeaderCollection Headers => throw null;
        public virtual Stream GetResponseStream() => throw null;
        public void Dispose() => throw null;
    }

    public class HttpWebRequest : WebRequest
    {
        internal HttpWebRequest() => throw null;
        public override int Timeout { set => throw null; }
        public int ReadWriteTimeout { set => throw null; }
        public bool KeepAlive { set => throw null; }
        public override WebHeaderCollection Headers => throw null;
        public void AddRange(int from, int to) => throw null;
        public override WebResponse GetResponse() => throw null;
    }

    public class HttpWebResponse : WebResponse
    {
        internal HttpWebResponse() => throw null;
        public override WebHeaderCollection Headers => throw null;
        public HttpStatusCode StatusCode => throw null;
        public override Stream GetResponseStream() => throw null;
    }

    internal class InputNetworkStreamWrapper : Stream
    {
        internal InputNetworkStreamWrapper() => throw null;
        public override long Length => throw null;
        public override long Position { get => throw null; set => throw null; }
        public override void Flush() => throw null;
        public override int Read(byte[] buffer, int offset, int size) => throw null;
        public override long Seek(long offset, SeekOrigin origin) => throw null;
        public override void Write(byte[] buffer, int offset, int count) => throw null;
    }

    public class WebException : InvalidOperationException { }
}
