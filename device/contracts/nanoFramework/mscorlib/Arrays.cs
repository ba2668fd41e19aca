using System.Collections;

namespace System
{
    public abstract class Array : ICloneable, IList
    {
        public static void Copy(Array sourceArray, Array destinationArray, int length) => throw null;
        public static void Copy(Array sourceArray, int sourceIndex, Array destinationArray, int destinationIndex, int length) => throw null;
        public static void Clear(Array array, int index, int length) => throw null;
        public int Length => throw null;
        public object Clone() => throw null;
        public void CopyTo(Array array, int index) => throw null;
        public IEnumerator GetEnumerator() => throw null;
        int ICollection.Count => throw null;
        public object SyncRoot => throw null;
        public bool IsSynchronized => throw null;
        object IList.this[int index] { get => throw null; set => throw null; }
        int IList.Add(object value) => throw null;
        bool IList.Contains(object value) => throw null;
        void IList.Clear() => throw null;
        int IList.IndexOf(object value) => throw null;
        void IList.Insert(int index, object value) => throw null;
        void IList.Remove(object value) => throw null;
        void IList.RemoveAt(int index) => throw null;
        public bool IsReadOnly => throw null;
        public bool IsFixedSize => throw null;

        internal class SzArrayEnumerator : IEnumerator
        {
            public virtual bool MoveNext() => throw null;
            public virtual object Current => throw null;
            public virtual void Reset() => throw null;
        }
    }

    public readonly ref struct SpanByte
    {
        private readonly byte[] _array;
        private readonly int _start;
        private readonly int _length;
        public SpanByte(byte[] array) => throw null;
        public SpanByte(byte[] array, int start, int length) => throw null;
        public byte this[int index] { get => throw null; set => throw null; }
        public int Length => throw null;
        public byte[] ToArray() => throw null;
        public SpanByte Slice(int start) => throw null;
        public SpanByte Slice(int start, int length) => throw null;
        public static implicit operator SpanByte(byte[] array) => throw null;
    }

    public static class BitConverter
    {
        public static byte[] GetBytes(int value) => throw null;
        public static byte[] GetBytes(float value) => throw null;
        public static byte[] GetBytes(double value) => throw null;
        public static byte[] GetBytes(long value) => throw null;
        public static float ToSingle(byte[] value, int startIndex) => throw null;
        public static double ToDouble(byte[] value, int startIndex) => throw null;
        public static int ToInt32(byte[] value, int startIndex) => throw null;
        public static long ToInt64(byte[] value, int startIndex) => throw null;
        public static long DoubleToInt64Bits(double value) => throw null;
        public static double Int64BitsToDouble(long value) => throw null;
    }
}

namespace System.Collections
{
    public interface IEnumerable
    {
        IEnumerator GetEnumerator();
    }

    public interface IEnumerator
    {
        bool MoveNext();
        object Current { get; }
        void Reset();
    }

    public interface ICollection : IEnumerable
    {
        void CopyTo(Array array, int index);
        int Count { get; }
        object SyncRoot { get; }
        bool IsSynchronized { get; }
    }

    public interface IList : ICollection
    {
        object this[int index] { get; set; }
        int Add(object value);
        bool Contains(object value);
        void Clear();
        bool IsReadOnly { get; }
        bool IsFixedSize { get; }
        int IndexOf(object value);
        void Insert(int index, object value);
        void Remove(object value);
        void RemoveAt(int index);
    }

    public class ArrayList : IList, ICloneable
    {
        public ArrayList() => throw null;
        public virtual int Add(object value) => throw null;
        public virtual int Count => throw null;
        public virtual object this[int index] { get => throw null; set => throw null; }
        public virtual void Clear() => throw null;
        public virtual void RemoveAt(int index) => throw null;
        public virtual bool Contains(object value) => throw null;
        public virtual int IndexOf(object value) => throw null;
        public virtual void Insert(int index, object value) => throw null;
        public virtual void Remove(object value) => throw null;
        public virtual void CopyTo(Array array, int index) => throw null;
        public virtual IEnumerator GetEnumerator() => throw null;
        public virtual object Clone() => throw null;
        public virtual bool IsFixedSize => throw null;
        public virtual bool IsReadOnly => throw null;
        public virtual bool IsSynchronized => throw null;
        public virtual object SyncRoot => throw null;
    }
}
