namespace EdgeNet.Conformance;

/// <summary>Whole numbers: every operator on every type, at the edges.</summary>
internal static class WholeNumbers
{
    private static readonly int[] Int32Edges = { 0, 1, -1, 2, -2, 7, 1000003, 0x7FFFFFFE, int.MaxValue, int.MinValue + 1 };
    private static readonly uint[] UInt32Edges = { 0, 1, 2, 7, 1000003, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, uint.MaxValue };
    private static readonly long[] Int64Edges = { 0, 1, -1, 2, 7, -1000003, 0x7FFFFFFF, 0x80000000, 0x123456789ABCDEF, long.MaxValue, long.MinValue + 1 };
    private static readonly ulong[] UInt64Edges = { 0, 1, 2, 7, 0x80000000, 0x123456789ABCDEF, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000, ulong.MaxValue };
    private static readonly sbyte[] SByteEdges = { 0, 1, -1, 100, sbyte.MaxValue, sbyte.MinValue };
    private static readonly byte[] ByteEdges = { 0, 1, 2, 100, 200, byte.MaxValue };
    private static readonly short[] Int16Edges = { 0, 1, -1, 1000, short.MaxValue, short.MinValue };
    private static readonly ushort[] UInt16Edges = { 0, 1, 1000, 40000, ushort.MaxValue };
    private static readonly char[] CharEdges = { '\0', 'a', '\u00e4', '\uffff' };

    private static readonly int[] Shifts = { 0, 1, 5, 31, 32, 33, 63, 64, 65, -1 };

    public static void Run()
    {
        Part0();
        Part1();
        Part2();
        Part3();
        Part4();
        Part5();
        Part6();
    }

    private static void Part0()
    {
        Lines.Start("Int32Add");
        foreach (int a in Int32Edges)
        {
            foreach (int b in Int32Edges)
            {
                try
                {
                    Lines.Add(Int32Add(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("Int32Subtract");
        foreach (int a in Int32Edges)
        {
            foreach (int b in Int32Edges)
            {
                try
                {
                    Lines.Add(Int32Subtract(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("Int32Multiply");
        foreach (int a in Int32Edges)
        {
            foreach (int b in Int32Edges)
            {
                try
                {
                    Lines.Add(Int32Multiply(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("Int32Divide");
        foreach (int a in Int32Edges)
        {
            foreach (int b in Int32Edges)
            {
                try
                {
                    Lines.Add(Int32Divide(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("Int32Remainder");
        foreach (int a in Int32Edges)
        {
            foreach (int b in Int32Edges)
            {
                try
                {
                    Lines.Add(Int32Remainder(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("Int32And");
        foreach (int a in Int32Edges)
        {
            foreach (int b in Int32Edges)
            {
                try
                {
                    Lines.Add(Int32And(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("Int32Or");
        foreach (int a in Int32Edges)
        {
            foreach (int b in Int32Edges)
            {
                try
                {
                    Lines.Add(Int32Or(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("Int32Xor");
        foreach (int a in Int32Edges)
        {
            foreach (int b in Int32Edges)
            {
                try
                {
                    Lines.Add(Int32Xor(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("Int32Less");
        foreach (int a in Int32Edges)
        {
            foreach (int b in Int32Edges)
            {
                Lines.Add(Int32Less(a, b));
                Lines.Add(Int32LessBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("Int32LessOrEqual");
        foreach (int a in Int32Edges)
        {
            foreach (int b in Int32Edges)
            {
                Lines.Add(Int32LessOrEqual(a, b));
                Lines.Add(Int32LessOrEqualBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("Int32Greater");
        foreach (int a in Int32Edges)
        {
            foreach (int b in Int32Edges)
            {
                Lines.Add(Int32Greater(a, b));
                Lines.Add(Int32GreaterBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("Int32GreaterOrEqual");
        foreach (int a in Int32Edges)
        {
            foreach (int b in Int32Edges)
            {
                Lines.Add(Int32GreaterOrEqual(a, b));
                Lines.Add(Int32GreaterOrEqualBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("Int32Equal");
        foreach (int a in Int32Edges)
        {
            foreach (int b in Int32Edges)
            {
                Lines.Add(Int32Equal(a, b));
                Lines.Add(Int32EqualBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("Int32NotEqual");
        foreach (int a in Int32Edges)
        {
            foreach (int b in Int32Edges)
            {
                Lines.Add(Int32NotEqual(a, b));
                Lines.Add(Int32NotEqualBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("Int32ShiftLeft");
        foreach (int a in Int32Edges)
        {
            foreach (int b in Shifts)
            {
                Lines.Add(Int32ShiftLeft(a, b));
            }
        }
        Lines.End();
        Lines.Start("Int32ShiftRight");
        foreach (int a in Int32Edges)
        {
            foreach (int b in Shifts)
            {
                Lines.Add(Int32ShiftRight(a, b));
            }
        }
        Lines.End();
        Lines.Start("Int32Not");
        foreach (int a in Int32Edges)
        {
            Lines.Add(Int32Not(a));
        }
        Lines.End();
        Lines.Start("Int32Negate");
        foreach (int a in Int32Edges)
        {
            Lines.Add(Int32Negate(a));
        }
        Lines.End();
        Lines.Start("Int32WithConstant1");
        foreach (int a in Int32Edges)
        {
            Lines.Add(Int32WithConstant1(a));
        }
        Lines.End();
        Lines.Start("Int32WithConstant7");
        foreach (int a in Int32Edges)
        {
            Lines.Add(Int32WithConstant7(a));
        }
        Lines.End();
        Lines.Start("Int32WithConstantMinus3");
        foreach (int a in Int32Edges)
        {
            Lines.Add(Int32WithConstantMinus3(a));
        }
        Lines.End();
        Lines.Start("Int32WithConstant100");
        foreach (int a in Int32Edges)
        {
            Lines.Add(Int32WithConstant100(a));
        }
        Lines.End();
        Lines.Start("Int32WithConstant40000");
        foreach (int a in Int32Edges)
        {
            Lines.Add(Int32WithConstant40000(a));
        }
        Lines.End();
        Lines.Start("UInt32Add");
        foreach (uint a in UInt32Edges)
        {
            foreach (uint b in UInt32Edges)
            {
                try
                {
                    Lines.Add(UInt32Add(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("UInt32Subtract");
        foreach (uint a in UInt32Edges)
        {
            foreach (uint b in UInt32Edges)
            {
                try
                {
                    Lines.Add(UInt32Subtract(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
    }

    private static void Part1()
    {
        Lines.Start("UInt32Multiply");
        foreach (uint a in UInt32Edges)
        {
            foreach (uint b in UInt32Edges)
            {
                try
                {
                    Lines.Add(UInt32Multiply(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("UInt32Divide");
        foreach (uint a in UInt32Edges)
        {
            foreach (uint b in UInt32Edges)
            {
                try
                {
                    Lines.Add(UInt32Divide(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("UInt32Remainder");
        foreach (uint a in UInt32Edges)
        {
            foreach (uint b in UInt32Edges)
            {
                try
                {
                    Lines.Add(UInt32Remainder(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("UInt32And");
        foreach (uint a in UInt32Edges)
        {
            foreach (uint b in UInt32Edges)
            {
                try
                {
                    Lines.Add(UInt32And(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("UInt32Or");
        foreach (uint a in UInt32Edges)
        {
            foreach (uint b in UInt32Edges)
            {
                try
                {
                    Lines.Add(UInt32Or(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("UInt32Xor");
        foreach (uint a in UInt32Edges)
        {
            foreach (uint b in UInt32Edges)
            {
                try
                {
                    Lines.Add(UInt32Xor(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("UInt32Less");
        foreach (uint a in UInt32Edges)
        {
            foreach (uint b in UInt32Edges)
            {
                Lines.Add(UInt32Less(a, b));
                Lines.Add(UInt32LessBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("UInt32LessOrEqual");
        foreach (uint a in UInt32Edges)
        {
            foreach (uint b in UInt32Edges)
            {
                Lines.Add(UInt32LessOrEqual(a, b));
                Lines.Add(UInt32LessOrEqualBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("UInt32Greater");
        foreach (uint a in UInt32Edges)
        {
            foreach (uint b in UInt32Edges)
            {
                Lines.Add(UInt32Greater(a, b));
                Lines.Add(UInt32GreaterBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("UInt32GreaterOrEqual");
        foreach (uint a in UInt32Edges)
        {
            foreach (uint b in UInt32Edges)
            {
                Lines.Add(UInt32GreaterOrEqual(a, b));
                Lines.Add(UInt32GreaterOrEqualBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("UInt32Equal");
        foreach (uint a in UInt32Edges)
        {
            foreach (uint b in UInt32Edges)
            {
                Lines.Add(UInt32Equal(a, b));
                Lines.Add(UInt32EqualBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("UInt32NotEqual");
        foreach (uint a in UInt32Edges)
        {
            foreach (uint b in UInt32Edges)
            {
                Lines.Add(UInt32NotEqual(a, b));
                Lines.Add(UInt32NotEqualBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("UInt32ShiftLeft");
        foreach (uint a in UInt32Edges)
        {
            foreach (int b in Shifts)
            {
                Lines.Add(UInt32ShiftLeft(a, b));
            }
        }
        Lines.End();
        Lines.Start("UInt32ShiftRight");
        foreach (uint a in UInt32Edges)
        {
            foreach (int b in Shifts)
            {
                Lines.Add(UInt32ShiftRight(a, b));
            }
        }
        Lines.End();
        Lines.Start("UInt32Not");
        foreach (uint a in UInt32Edges)
        {
            Lines.Add(UInt32Not(a));
        }
        Lines.End();
        Lines.Start("UInt32WithConstant1");
        foreach (uint a in UInt32Edges)
        {
            Lines.Add(UInt32WithConstant1(a));
        }
        Lines.End();
        Lines.Start("UInt32WithConstant7");
        foreach (uint a in UInt32Edges)
        {
            Lines.Add(UInt32WithConstant7(a));
        }
        Lines.End();
        Lines.Start("UInt32WithConstant100");
        foreach (uint a in UInt32Edges)
        {
            Lines.Add(UInt32WithConstant100(a));
        }
        Lines.End();
        Lines.Start("UInt32WithConstant40000");
        foreach (uint a in UInt32Edges)
        {
            Lines.Add(UInt32WithConstant40000(a));
        }
        Lines.End();
        Lines.Start("Int64Add");
        foreach (long a in Int64Edges)
        {
            foreach (long b in Int64Edges)
            {
                try
                {
                    Lines.Add(Int64Add(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("Int64Subtract");
        foreach (long a in Int64Edges)
        {
            foreach (long b in Int64Edges)
            {
                try
                {
                    Lines.Add(Int64Subtract(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("Int64Multiply");
        foreach (long a in Int64Edges)
        {
            foreach (long b in Int64Edges)
            {
                try
                {
                    Lines.Add(Int64Multiply(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("Int64Divide");
        foreach (long a in Int64Edges)
        {
            foreach (long b in Int64Edges)
            {
                try
                {
                    Lines.Add(Int64Divide(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("Int64Remainder");
        foreach (long a in Int64Edges)
        {
            foreach (long b in Int64Edges)
            {
                try
                {
                    Lines.Add(Int64Remainder(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("Int64And");
        foreach (long a in Int64Edges)
        {
            foreach (long b in Int64Edges)
            {
                try
                {
                    Lines.Add(Int64And(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
    }

    private static void Part2()
    {
        Lines.Start("Int64Or");
        foreach (long a in Int64Edges)
        {
            foreach (long b in Int64Edges)
            {
                try
                {
                    Lines.Add(Int64Or(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("Int64Xor");
        foreach (long a in Int64Edges)
        {
            foreach (long b in Int64Edges)
            {
                try
                {
                    Lines.Add(Int64Xor(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("Int64Less");
        foreach (long a in Int64Edges)
        {
            foreach (long b in Int64Edges)
            {
                Lines.Add(Int64Less(a, b));
                Lines.Add(Int64LessBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("Int64LessOrEqual");
        foreach (long a in Int64Edges)
        {
            foreach (long b in Int64Edges)
            {
                Lines.Add(Int64LessOrEqual(a, b));
                Lines.Add(Int64LessOrEqualBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("Int64Greater");
        foreach (long a in Int64Edges)
        {
            foreach (long b in Int64Edges)
            {
                Lines.Add(Int64Greater(a, b));
                Lines.Add(Int64GreaterBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("Int64GreaterOrEqual");
        foreach (long a in Int64Edges)
        {
            foreach (long b in Int64Edges)
            {
                Lines.Add(Int64GreaterOrEqual(a, b));
                Lines.Add(Int64GreaterOrEqualBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("Int64Equal");
        foreach (long a in Int64Edges)
        {
            foreach (long b in Int64Edges)
            {
                Lines.Add(Int64Equal(a, b));
                Lines.Add(Int64EqualBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("Int64NotEqual");
        foreach (long a in Int64Edges)
        {
            foreach (long b in Int64Edges)
            {
                Lines.Add(Int64NotEqual(a, b));
                Lines.Add(Int64NotEqualBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("Int64ShiftLeft");
        foreach (long a in Int64Edges)
        {
            foreach (int b in Shifts)
            {
                Lines.Add(Int64ShiftLeft(a, b));
            }
        }
        Lines.End();
        Lines.Start("Int64ShiftRight");
        foreach (long a in Int64Edges)
        {
            foreach (int b in Shifts)
            {
                Lines.Add(Int64ShiftRight(a, b));
            }
        }
        Lines.End();
        Lines.Start("Int64Not");
        foreach (long a in Int64Edges)
        {
            Lines.Add(Int64Not(a));
        }
        Lines.End();
        Lines.Start("Int64Negate");
        foreach (long a in Int64Edges)
        {
            Lines.Add(Int64Negate(a));
        }
        Lines.End();
        Lines.Start("Int64WithConstant1");
        foreach (long a in Int64Edges)
        {
            Lines.Add(Int64WithConstant1(a));
        }
        Lines.End();
        Lines.Start("Int64WithConstant7");
        foreach (long a in Int64Edges)
        {
            Lines.Add(Int64WithConstant7(a));
        }
        Lines.End();
        Lines.Start("Int64WithConstantMinus3");
        foreach (long a in Int64Edges)
        {
            Lines.Add(Int64WithConstantMinus3(a));
        }
        Lines.End();
        Lines.Start("Int64WithConstant100");
        foreach (long a in Int64Edges)
        {
            Lines.Add(Int64WithConstant100(a));
        }
        Lines.End();
        Lines.Start("Int64WithConstant40000");
        foreach (long a in Int64Edges)
        {
            Lines.Add(Int64WithConstant40000(a));
        }
        Lines.End();
        Lines.Start("UInt64Add");
        foreach (ulong a in UInt64Edges)
        {
            foreach (ulong b in UInt64Edges)
            {
                try
                {
                    Lines.Add(UInt64Add(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("UInt64Subtract");
        foreach (ulong a in UInt64Edges)
        {
            foreach (ulong b in UInt64Edges)
            {
                try
                {
                    Lines.Add(UInt64Subtract(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("UInt64Multiply");
        foreach (ulong a in UInt64Edges)
        {
            foreach (ulong b in UInt64Edges)
            {
                try
                {
                    Lines.Add(UInt64Multiply(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("UInt64Divide");
        foreach (ulong a in UInt64Edges)
        {
            foreach (ulong b in UInt64Edges)
            {
                try
                {
                    Lines.Add(UInt64Divide(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("UInt64Remainder");
        foreach (ulong a in UInt64Edges)
        {
            foreach (ulong b in UInt64Edges)
            {
                try
                {
                    Lines.Add(UInt64Remainder(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("UInt64And");
        foreach (ulong a in UInt64Edges)
        {
            foreach (ulong b in UInt64Edges)
            {
                try
                {
                    Lines.Add(UInt64And(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("UInt64Or");
        foreach (ulong a in UInt64Edges)
        {
            foreach (ulong b in UInt64Edges)
            {
                try
                {
                    Lines.Add(UInt64Or(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
        Lines.Start("UInt64Xor");
        foreach (ulong a in UInt64Edges)
        {
            foreach (ulong b in UInt64Edges)
            {
                try
                {
                    Lines.Add(UInt64Xor(a, b));
                }
                catch (System.Exception)
                {
                    Lines.Add("throws");
                }
            }
        }
        Lines.End();
    }

    private static void Part3()
    {
        Lines.Start("UInt64Less");
        foreach (ulong a in UInt64Edges)
        {
            foreach (ulong b in UInt64Edges)
            {
                Lines.Add(UInt64Less(a, b));
                Lines.Add(UInt64LessBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("UInt64LessOrEqual");
        foreach (ulong a in UInt64Edges)
        {
            foreach (ulong b in UInt64Edges)
            {
                Lines.Add(UInt64LessOrEqual(a, b));
                Lines.Add(UInt64LessOrEqualBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("UInt64Greater");
        foreach (ulong a in UInt64Edges)
        {
            foreach (ulong b in UInt64Edges)
            {
                Lines.Add(UInt64Greater(a, b));
                Lines.Add(UInt64GreaterBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("UInt64GreaterOrEqual");
        foreach (ulong a in UInt64Edges)
        {
            foreach (ulong b in UInt64Edges)
            {
                Lines.Add(UInt64GreaterOrEqual(a, b));
                Lines.Add(UInt64GreaterOrEqualBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("UInt64Equal");
        foreach (ulong a in UInt64Edges)
        {
            foreach (ulong b in UInt64Edges)
            {
                Lines.Add(UInt64Equal(a, b));
                Lines.Add(UInt64EqualBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("UInt64NotEqual");
        foreach (ulong a in UInt64Edges)
        {
            foreach (ulong b in UInt64Edges)
            {
                Lines.Add(UInt64NotEqual(a, b));
                Lines.Add(UInt64NotEqualBranch(a, b));
            }
        }
        Lines.End();
        Lines.Start("UInt64ShiftLeft");
        foreach (ulong a in UInt64Edges)
        {
            foreach (int b in Shifts)
            {
                Lines.Add(UInt64ShiftLeft(a, b));
            }
        }
        Lines.End();
        Lines.Start("UInt64ShiftRight");
        foreach (ulong a in UInt64Edges)
        {
            foreach (int b in Shifts)
            {
                Lines.Add(UInt64ShiftRight(a, b));
            }
        }
        Lines.End();
        Lines.Start("UInt64Not");
        foreach (ulong a in UInt64Edges)
        {
            Lines.Add(UInt64Not(a));
        }
        Lines.End();
        Lines.Start("UInt64WithConstant1");
        foreach (ulong a in UInt64Edges)
        {
            Lines.Add(UInt64WithConstant1(a));
        }
        Lines.End();
        Lines.Start("UInt64WithConstant7");
        foreach (ulong a in UInt64Edges)
        {
            Lines.Add(UInt64WithConstant7(a));
        }
        Lines.End();
        Lines.Start("UInt64WithConstant100");
        foreach (ulong a in UInt64Edges)
        {
            Lines.Add(UInt64WithConstant100(a));
        }
        Lines.End();
        Lines.Start("UInt64WithConstant40000");
        foreach (ulong a in UInt64Edges)
        {
            Lines.Add(UInt64WithConstant40000(a));
        }
        Lines.End();
        Lines.Start("SByteCompound");
        foreach (sbyte a in SByteEdges)
        {
            foreach (sbyte b in SByteEdges)
            {
                Lines.Add((int)SByteCompound(a, b));
            }
        }
        Lines.End();
        Lines.Start("ByteCompound");
        foreach (byte a in ByteEdges)
        {
            foreach (byte b in ByteEdges)
            {
                Lines.Add((int)ByteCompound(a, b));
            }
        }
        Lines.End();
        Lines.Start("Int16Compound");
        foreach (short a in Int16Edges)
        {
            foreach (short b in Int16Edges)
            {
                Lines.Add((int)Int16Compound(a, b));
            }
        }
        Lines.End();
        Lines.Start("UInt16Compound");
        foreach (ushort a in UInt16Edges)
        {
            foreach (ushort b in UInt16Edges)
            {
                Lines.Add((int)UInt16Compound(a, b));
            }
        }
        Lines.End();
        Lines.Start("CharCompound");
        foreach (char a in CharEdges)
        {
            foreach (char b in CharEdges)
            {
                Lines.Add((int)CharCompound(a, b));
            }
        }
        Lines.End();
        Lines.Start("SByteToByte");
        foreach (sbyte a in SByteEdges)
        {
            Lines.Add((long)SByteToByte(a));
        }
        Lines.End();
        Lines.Start("SByteToInt16");
        foreach (sbyte a in SByteEdges)
        {
            Lines.Add((long)SByteToInt16(a));
        }
        Lines.End();
        Lines.Start("SByteToUInt16");
        foreach (sbyte a in SByteEdges)
        {
            Lines.Add((long)SByteToUInt16(a));
        }
        Lines.End();
        Lines.Start("SByteToInt32");
        foreach (sbyte a in SByteEdges)
        {
            Lines.Add((long)SByteToInt32(a));
        }
        Lines.End();
        Lines.Start("SByteToUInt32");
        foreach (sbyte a in SByteEdges)
        {
            Lines.Add((long)SByteToUInt32(a));
        }
        Lines.End();
        Lines.Start("SByteToInt64");
        foreach (sbyte a in SByteEdges)
        {
            Lines.Add((long)SByteToInt64(a));
        }
        Lines.End();
        Lines.Start("SByteToUInt64");
        foreach (sbyte a in SByteEdges)
        {
            Lines.Add((long)SByteToUInt64(a));
        }
        Lines.End();
    }

    private static void Part4()
    {
        Lines.Start("SByteToChar");
        foreach (sbyte a in SByteEdges)
        {
            Lines.Add((long)SByteToChar(a));
        }
        Lines.End();
        Lines.Start("ByteToSByte");
        foreach (byte a in ByteEdges)
        {
            Lines.Add((long)ByteToSByte(a));
        }
        Lines.End();
        Lines.Start("ByteToInt16");
        foreach (byte a in ByteEdges)
        {
            Lines.Add((long)ByteToInt16(a));
        }
        Lines.End();
        Lines.Start("ByteToUInt16");
        foreach (byte a in ByteEdges)
        {
            Lines.Add((long)ByteToUInt16(a));
        }
        Lines.End();
        Lines.Start("ByteToInt32");
        foreach (byte a in ByteEdges)
        {
            Lines.Add((long)ByteToInt32(a));
        }
        Lines.End();
        Lines.Start("ByteToUInt32");
        foreach (byte a in ByteEdges)
        {
            Lines.Add((long)ByteToUInt32(a));
        }
        Lines.End();
        Lines.Start("ByteToInt64");
        foreach (byte a in ByteEdges)
        {
            Lines.Add((long)ByteToInt64(a));
        }
        Lines.End();
        Lines.Start("ByteToUInt64");
        foreach (byte a in ByteEdges)
        {
            Lines.Add((long)ByteToUInt64(a));
        }
        Lines.End();
        Lines.Start("ByteToChar");
        foreach (byte a in ByteEdges)
        {
            Lines.Add((long)ByteToChar(a));
        }
        Lines.End();
        Lines.Start("Int16ToSByte");
        foreach (short a in Int16Edges)
        {
            Lines.Add((long)Int16ToSByte(a));
        }
        Lines.End();
        Lines.Start("Int16ToByte");
        foreach (short a in Int16Edges)
        {
            Lines.Add((long)Int16ToByte(a));
        }
        Lines.End();
        Lines.Start("Int16ToUInt16");
        foreach (short a in Int16Edges)
        {
            Lines.Add((long)Int16ToUInt16(a));
        }
        Lines.End();
        Lines.Start("Int16ToInt32");
        foreach (short a in Int16Edges)
        {
            Lines.Add((long)Int16ToInt32(a));
        }
        Lines.End();
        Lines.Start("Int16ToUInt32");
        foreach (short a in Int16Edges)
        {
            Lines.Add((long)Int16ToUInt32(a));
        }
        Lines.End();
        Lines.Start("Int16ToInt64");
        foreach (short a in Int16Edges)
        {
            Lines.Add((long)Int16ToInt64(a));
        }
        Lines.End();
        Lines.Start("Int16ToUInt64");
        foreach (short a in Int16Edges)
        {
            Lines.Add((long)Int16ToUInt64(a));
        }
        Lines.End();
        Lines.Start("Int16ToChar");
        foreach (short a in Int16Edges)
        {
            Lines.Add((long)Int16ToChar(a));
        }
        Lines.End();
        Lines.Start("UInt16ToSByte");
        foreach (ushort a in UInt16Edges)
        {
            Lines.Add((long)UInt16ToSByte(a));
        }
        Lines.End();
        Lines.Start("UInt16ToByte");
        foreach (ushort a in UInt16Edges)
        {
            Lines.Add((long)UInt16ToByte(a));
        }
        Lines.End();
        Lines.Start("UInt16ToInt16");
        foreach (ushort a in UInt16Edges)
        {
            Lines.Add((long)UInt16ToInt16(a));
        }
        Lines.End();
        Lines.Start("UInt16ToInt32");
        foreach (ushort a in UInt16Edges)
        {
            Lines.Add((long)UInt16ToInt32(a));
        }
        Lines.End();
        Lines.Start("UInt16ToUInt32");
        foreach (ushort a in UInt16Edges)
        {
            Lines.Add((long)UInt16ToUInt32(a));
        }
        Lines.End();
        Lines.Start("UInt16ToInt64");
        foreach (ushort a in UInt16Edges)
        {
            Lines.Add((long)UInt16ToInt64(a));
        }
        Lines.End();
        Lines.Start("UInt16ToUInt64");
        foreach (ushort a in UInt16Edges)
        {
            Lines.Add((long)UInt16ToUInt64(a));
        }
        Lines.End();
        Lines.Start("UInt16ToChar");
        foreach (ushort a in UInt16Edges)
        {
            Lines.Add((long)UInt16ToChar(a));
        }
        Lines.End();
    }

    private static void Part5()
    {
        Lines.Start("Int32ToSByte");
        foreach (int a in Int32Edges)
        {
            Lines.Add((long)Int32ToSByte(a));
        }
        Lines.End();
        Lines.Start("Int32ToByte");
        foreach (int a in Int32Edges)
        {
            Lines.Add((long)Int32ToByte(a));
        }
        Lines.End();
        Lines.Start("Int32ToInt16");
        foreach (int a in Int32Edges)
        {
            Lines.Add((long)Int32ToInt16(a));
        }
        Lines.End();
        Lines.Start("Int32ToUInt16");
        foreach (int a in Int32Edges)
        {
            Lines.Add((long)Int32ToUInt16(a));
        }
        Lines.End();
        Lines.Start("Int32ToUInt32");
        foreach (int a in Int32Edges)
        {
            Lines.Add((long)Int32ToUInt32(a));
        }
        Lines.End();
        Lines.Start("Int32ToInt64");
        foreach (int a in Int32Edges)
        {
            Lines.Add((long)Int32ToInt64(a));
        }
        Lines.End();
        Lines.Start("Int32ToUInt64");
        foreach (int a in Int32Edges)
        {
            Lines.Add((long)Int32ToUInt64(a));
        }
        Lines.End();
        Lines.Start("Int32ToChar");
        foreach (int a in Int32Edges)
        {
            Lines.Add((long)Int32ToChar(a));
        }
        Lines.End();
        Lines.Start("UInt32ToSByte");
        foreach (uint a in UInt32Edges)
        {
            Lines.Add((long)UInt32ToSByte(a));
        }
        Lines.End();
        Lines.Start("UInt32ToByte");
        foreach (uint a in UInt32Edges)
        {
            Lines.Add((long)UInt32ToByte(a));
        }
        Lines.End();
        Lines.Start("UInt32ToInt16");
        foreach (uint a in UInt32Edges)
        {
            Lines.Add((long)UInt32ToInt16(a));
        }
        Lines.End();
        Lines.Start("UInt32ToUInt16");
        foreach (uint a in UInt32Edges)
        {
            Lines.Add((long)UInt32ToUInt16(a));
        }
        Lines.End();
        Lines.Start("UInt32ToInt32");
        foreach (uint a in UInt32Edges)
        {
            Lines.Add(UInt32ToInt32(a));
        }
        Lines.End();
        Lines.Start("UInt32ToInt64");
        foreach (uint a in UInt32Edges)
        {
            Lines.Add((long)UInt32ToInt64(a));
        }
        Lines.End();
        Lines.Start("UInt32ToUInt64");
        foreach (uint a in UInt32Edges)
        {
            Lines.Add((long)UInt32ToUInt64(a));
        }
        Lines.End();
        Lines.Start("UInt32ToChar");
        foreach (uint a in UInt32Edges)
        {
            Lines.Add((long)UInt32ToChar(a));
        }
        Lines.End();
        Lines.Start("Int64ToSByte");
        foreach (long a in Int64Edges)
        {
            Lines.Add((long)Int64ToSByte(a));
        }
        Lines.End();
        Lines.Start("Int64ToByte");
        foreach (long a in Int64Edges)
        {
            Lines.Add((long)Int64ToByte(a));
        }
        Lines.End();
        Lines.Start("Int64ToInt16");
        foreach (long a in Int64Edges)
        {
            Lines.Add((long)Int64ToInt16(a));
        }
        Lines.End();
        Lines.Start("Int64ToUInt16");
        foreach (long a in Int64Edges)
        {
            Lines.Add((long)Int64ToUInt16(a));
        }
        Lines.End();
        Lines.Start("Int64ToInt32");
        foreach (long a in Int64Edges)
        {
            Lines.Add((long)Int64ToInt32(a));
        }
        Lines.End();
        Lines.Start("Int64ToUInt32");
        foreach (long a in Int64Edges)
        {
            Lines.Add((long)Int64ToUInt32(a));
        }
        Lines.End();
        Lines.Start("Int64ToUInt64");
        foreach (long a in Int64Edges)
        {
            Lines.Add((long)Int64ToUInt64(a));
        }
        Lines.End();
        Lines.Start("Int64ToChar");
        foreach (long a in Int64Edges)
        {
            Lines.Add((long)Int64ToChar(a));
        }
        Lines.End();
        Lines.Start("UInt64ToSByte");
        foreach (ulong a in UInt64Edges)
        {
            Lines.Add((long)UInt64ToSByte(a));
        }
        Lines.End();
    }

    private static void Part6()
    {
        Lines.Start("UInt64ToByte");
        foreach (ulong a in UInt64Edges)
        {
            Lines.Add((long)UInt64ToByte(a));
        }
        Lines.End();
        Lines.Start("UInt64ToInt16");
        foreach (ulong a in UInt64Edges)
        {
            Lines.Add((long)UInt64ToInt16(a));
        }
        Lines.End();
        Lines.Start("UInt64ToUInt16");
        foreach (ulong a in UInt64Edges)
        {
            Lines.Add((long)UInt64ToUInt16(a));
        }
        Lines.End();
        Lines.Start("UInt64ToInt32");
        foreach (ulong a in UInt64Edges)
        {
            Lines.Add((long)UInt64ToInt32(a));
        }
        Lines.End();
        Lines.Start("UInt64ToUInt32");
        foreach (ulong a in UInt64Edges)
        {
            Lines.Add((long)UInt64ToUInt32(a));
        }
        Lines.End();
        Lines.Start("UInt64ToInt64");
        foreach (ulong a in UInt64Edges)
        {
            Lines.Add((long)UInt64ToInt64(a));
        }
        Lines.End();
        Lines.Start("UInt64ToChar");
        foreach (ulong a in UInt64Edges)
        {
            Lines.Add((long)UInt64ToChar(a));
        }
        Lines.End();
        Lines.Start("CharToSByte");
        foreach (char a in CharEdges)
        {
            Lines.Add((long)CharToSByte(a));
        }
        Lines.End();
        Lines.Start("CharToByte");
        foreach (char a in CharEdges)
        {
            Lines.Add((long)CharToByte(a));
        }
        Lines.End();
        Lines.Start("CharToInt16");
        foreach (char a in CharEdges)
        {
            Lines.Add((long)CharToInt16(a));
        }
        Lines.End();
        Lines.Start("CharToUInt16");
        foreach (char a in CharEdges)
        {
            Lines.Add((long)CharToUInt16(a));
        }
        Lines.End();
        Lines.Start("CharToInt32");
        foreach (char a in CharEdges)
        {
            Lines.Add((long)CharToInt32(a));
        }
        Lines.End();
        Lines.Start("CharToUInt32");
        foreach (char a in CharEdges)
        {
            Lines.Add((long)CharToUInt32(a));
        }
        Lines.End();
        Lines.Start("CharToInt64");
        foreach (char a in CharEdges)
        {
            Lines.Add((long)CharToInt64(a));
        }
        Lines.End();
        Lines.Start("CharToUInt64");
        foreach (char a in CharEdges)
        {
            Lines.Add((long)CharToUInt64(a));
        }
        Lines.End();
    }

    private static int Int32Add(int a, int b)
    {
        return a + b;
    }

    private static int Int32Subtract(int a, int b)
    {
        return a - b;
    }

    private static int Int32Multiply(int a, int b)
    {
        return a * b;
    }

    private static int Int32Divide(int a, int b)
    {
        return a / b;
    }

    private static int Int32Remainder(int a, int b)
    {
        return a % b;
    }

    private static int Int32And(int a, int b)
    {
        return a & b;
    }

    private static int Int32Or(int a, int b)
    {
        return a | b;
    }

    private static int Int32Xor(int a, int b)
    {
        return a ^ b;
    }

    private static bool Int32Less(int a, int b)
    {
        return a < b;
    }

    private static int Int32LessBranch(int a, int b)
    {
        if (a < b)
        {
            return 3;
        }

        return 4;
    }

    private static bool Int32LessOrEqual(int a, int b)
    {
        return a <= b;
    }

    private static int Int32LessOrEqualBranch(int a, int b)
    {
        if (a <= b)
        {
            return 3;
        }

        return 4;
    }

    private static bool Int32Greater(int a, int b)
    {
        return a > b;
    }

    private static int Int32GreaterBranch(int a, int b)
    {
        if (a > b)
        {
            return 3;
        }

        return 4;
    }

    private static bool Int32GreaterOrEqual(int a, int b)
    {
        return a >= b;
    }

    private static int Int32GreaterOrEqualBranch(int a, int b)
    {
        if (a >= b)
        {
            return 3;
        }

        return 4;
    }

    private static bool Int32Equal(int a, int b)
    {
        return a == b;
    }

    private static int Int32EqualBranch(int a, int b)
    {
        if (a == b)
        {
            return 3;
        }

        return 4;
    }

    private static bool Int32NotEqual(int a, int b)
    {
        return a != b;
    }

    private static int Int32NotEqualBranch(int a, int b)
    {
        if (a != b)
        {
            return 3;
        }

        return 4;
    }

    private static int Int32ShiftLeft(int a, int b)
    {
        return a << b;
    }

    private static int Int32ShiftRight(int a, int b)
    {
        return a >> b;
    }

    private static int Int32Not(int a)
    {
        return ~a;
    }

    private static int Int32Negate(int a)
    {
        return -a;
    }

    private static int Int32WithConstant1(int a)
    {
        return ((((a + 1) * 1) ^ 1) & 10) - (1 | a);
    }

    private static int Int32WithConstant7(int a)
    {
        return ((((a + 7) * 7) ^ 7) & 70) - (7 | a);
    }

    private static int Int32WithConstantMinus3(int a)
    {
        return ((((a + -3) * -3) ^ -3) & 30) - (-3 | a);
    }

    private static int Int32WithConstant100(int a)
    {
        return ((((a + 100) * 100) ^ 100) & 1000) - (100 | a);
    }

    private static int Int32WithConstant40000(int a)
    {
        return ((((a + 40000) * 40000) ^ 40000) & 400000) - (40000 | a);
    }

    private static uint UInt32Add(uint a, uint b)
    {
        return a + b;
    }

    private static uint UInt32Subtract(uint a, uint b)
    {
        return a - b;
    }

    private static uint UInt32Multiply(uint a, uint b)
    {
        return a * b;
    }

    private static uint UInt32Divide(uint a, uint b)
    {
        return a / b;
    }

    private static uint UInt32Remainder(uint a, uint b)
    {
        return a % b;
    }

    private static uint UInt32And(uint a, uint b)
    {
        return a & b;
    }

    private static uint UInt32Or(uint a, uint b)
    {
        return a | b;
    }

    private static uint UInt32Xor(uint a, uint b)
    {
        return a ^ b;
    }

    private static bool UInt32Less(uint a, uint b)
    {
        return a < b;
    }

    private static int UInt32LessBranch(uint a, uint b)
    {
        if (a < b)
        {
            return 3;
        }

        return 4;
    }

    private static bool UInt32LessOrEqual(uint a, uint b)
    {
        return a <= b;
    }

    private static int UInt32LessOrEqualBranch(uint a, uint b)
    {
        if (a <= b)
        {
            return 3;
        }

        return 4;
    }

    private static bool UInt32Greater(uint a, uint b)
    {
        return a > b;
    }

    private static int UInt32GreaterBranch(uint a, uint b)
    {
        if (a > b)
        {
            return 3;
        }

        return 4;
    }

    private static bool UInt32GreaterOrEqual(uint a, uint b)
    {
        return a >= b;
    }

    private static int UInt32GreaterOrEqualBranch(uint a, uint b)
    {
        if (a >= b)
        {
            return 3;
        }

        return 4;
    }

    private static bool UInt32Equal(uint a, uint b)
    {
        return a == b;
    }

    private static int UInt32EqualBranch(uint a, uint b)
    {
        if (a == b)
        {
            return 3;
        }

        return 4;
    }

    private static bool UInt32NotEqual(uint a, uint b)
    {
        return a != b;
    }

    private static int UInt32NotEqualBranch(uint a, uint b)
    {
        if (a != b)
        {
            return 3;
        }

        return 4;
    }

    private static uint UInt32ShiftLeft(uint a, int b)
    {
        return a << b;
    }

    private static uint UInt32ShiftRight(uint a, int b)
    {
        return a >> b;
    }

    private static uint UInt32Not(uint a)
    {
        return ~a;
    }

    private static uint UInt32WithConstant1(uint a)
    {
        return ((((a + 1) * 1) ^ 1) & 10) - (1 | a);
    }

    private static uint UInt32WithConstant7(uint a)
    {
        return ((((a + 7) * 7) ^ 7) & 70) - (7 | a);
    }

    private static uint UInt32WithConstant100(uint a)
    {
        return ((((a + 100) * 100) ^ 100) & 1000) - (100 | a);
    }

    private static uint UInt32WithConstant40000(uint a)
    {
        return ((((a + 40000) * 40000) ^ 40000) & 400000) - (40000 | a);
    }

    private static long Int64Add(long a, long b)
    {
        return a + b;
    }

    private static long Int64Subtract(long a, long b)
    {
        return a - b;
    }

    private static long Int64Multiply(long a, long b)
    {
        return a * b;
    }

    private static long Int64Divide(long a, long b)
    {
        return a / b;
    }

    private static long Int64Remainder(long a, long b)
    {
        return a % b;
    }

    private static long Int64And(long a, long b)
    {
        return a & b;
    }

    private static long Int64Or(long a, long b)
    {
        return a | b;
    }

    private static long Int64Xor(long a, long b)
    {
        return a ^ b;
    }

    private static bool Int64Less(long a, long b)
    {
        return a < b;
    }

    private static int Int64LessBranch(long a, long b)
    {
        if (a < b)
        {
            return 3;
        }

        return 4;
    }

    private static bool Int64LessOrEqual(long a, long b)
    {
        return a <= b;
    }

    private static int Int64LessOrEqualBranch(long a, long b)
    {
        if (a <= b)
        {
            return 3;
        }

        return 4;
    }

    private static bool Int64Greater(long a, long b)
    {
        return a > b;
    }

    private static int Int64GreaterBranch(long a, long b)
    {
        if (a > b)
        {
            return 3;
        }

        return 4;
    }

    private static bool Int64GreaterOrEqual(long a, long b)
    {
        return a >= b;
    }

    private static int Int64GreaterOrEqualBranch(long a, long b)
    {
        if (a >= b)
        {
            return 3;
        }

        return 4;
    }

    private static bool Int64Equal(long a, long b)
    {
        return a == b;
    }

    private static int Int64EqualBranch(long a, long b)
    {
        if (a == b)
        {
            return 3;
        }

        return 4;
    }

    private static bool Int64NotEqual(long a, long b)
    {
        return a != b;
    }

    private static int Int64NotEqualBranch(long a, long b)
    {
        if (a != b)
        {
            return 3;
        }

        return 4;
    }

    private static long Int64ShiftLeft(long a, int b)
    {
        return a << b;
    }

    private static long Int64ShiftRight(long a, int b)
    {
        return a >> b;
    }

    private static long Int64Not(long a)
    {
        return ~a;
    }

    private static long Int64Negate(long a)
    {
        return -a;
    }

    private static long Int64WithConstant1(long a)
    {
        return ((((a + 1) * 1) ^ 1) & 10) - (1 | a);
    }

    private static long Int64WithConstant7(long a)
    {
        return ((((a + 7) * 7) ^ 7) & 70) - (7 | a);
    }

    private static long Int64WithConstantMinus3(long a)
    {
        return ((((a + -3) * -3) ^ -3) & 30) - (-3 | a);
    }

    private static long Int64WithConstant100(long a)
    {
        return ((((a + 100) * 100) ^ 100) & 1000) - (100 | a);
    }

    private static long Int64WithConstant40000(long a)
    {
        return ((((a + 40000) * 40000) ^ 40000) & 400000) - (40000 | a);
    }

    private static ulong UInt64Add(ulong a, ulong b)
    {
        return a + b;
    }

    private static ulong UInt64Subtract(ulong a, ulong b)
    {
        return a - b;
    }

    private static ulong UInt64Multiply(ulong a, ulong b)
    {
        return a * b;
    }

    private static ulong UInt64Divide(ulong a, ulong b)
    {
        return a / b;
    }

    private static ulong UInt64Remainder(ulong a, ulong b)
    {
        return a % b;
    }

    private static ulong UInt64And(ulong a, ulong b)
    {
        return a & b;
    }

    private static ulong UInt64Or(ulong a, ulong b)
    {
        return a | b;
    }

    private static ulong UInt64Xor(ulong a, ulong b)
    {
        return a ^ b;
    }

    private static bool UInt64Less(ulong a, ulong b)
    {
        return a < b;
    }

    private static int UInt64LessBranch(ulong a, ulong b)
    {
        if (a < b)
        {
            return 3;
        }

        return 4;
    }

    private static bool UInt64LessOrEqual(ulong a, ulong b)
    {
        return a <= b;
    }

    private static int UInt64LessOrEqualBranch(ulong a, ulong b)
    {
        if (a <= b)
        {
            return 3;
        }

        return 4;
    }

    private static bool UInt64Greater(ulong a, ulong b)
    {
        return a > b;
    }

    private static int UInt64GreaterBranch(ulong a, ulong b)
    {
        if (a > b)
        {
            return 3;
        }

        return 4;
    }

    private static bool UInt64GreaterOrEqual(ulong a, ulong b)
    {
        return a >= b;
    }

    private static int UInt64GreaterOrEqualBranch(ulong a, ulong b)
    {
        if (a >= b)
        {
            return 3;
        }

        return 4;
    }

    private static bool UInt64Equal(ulong a, ulong b)
    {
        return a == b;
    }

    private static int UInt64EqualBranch(ulong a, ulong b)
    {
        if (a == b)
        {
            return 3;
        }

        return 4;
    }

    private static bool UInt64NotEqual(ulong a, ulong b)
    {
        return a != b;
    }

    private static int UInt64NotEqualBranch(ulong a, ulong b)
    {
        if (a != b)
        {
            return 3;
        }

        return 4;
    }

    private static ulong UInt64ShiftLeft(ulong a, int b)
    {
        return a << b;
    }

    private static ulong UInt64ShiftRight(ulong a, int b)
    {
        return a >> b;
    }

    private static ulong UInt64Not(ulong a)
    {
        return ~a;
    }

    private static ulong UInt64WithConstant1(ulong a)
    {
        return ((((a + 1) * 1) ^ 1) & 10) - (1 | a);
    }

    private static ulong UInt64WithConstant7(ulong a)
    {
        return ((((a + 7) * 7) ^ 7) & 70) - (7 | a);
    }

    private static ulong UInt64WithConstant100(ulong a)
    {
        return ((((a + 100) * 100) ^ 100) & 1000) - (100 | a);
    }

    private static ulong UInt64WithConstant40000(ulong a)
    {
        return ((((a + 40000) * 40000) ^ 40000) & 400000) - (40000 | a);
    }

    private static sbyte SByteCompound(sbyte a, sbyte b)
    {
        sbyte c = a;
        c += b;
        c *= a;
        c++;
        c >>= 1;
        return c;
    }

    private static byte ByteCompound(byte a, byte b)
    {
        byte c = a;
        c += b;
        c *= a;
        c++;
        c >>= 1;
        return c;
    }

    private static short Int16Compound(short a, short b)
    {
        short c = a;
        c += b;
        c *= a;
        c++;
        c >>= 1;
        return c;
    }

    private static ushort UInt16Compound(ushort a, ushort b)
    {
        ushort c = a;
        c += b;
        c *= a;
        c++;
        c >>= 1;
        return c;
    }

    private static char CharCompound(char a, char b)
    {
        char c = a;
        c += b;
        c *= a;
        c++;
        c >>= 1;
        return c;
    }

    private static byte SByteToByte(sbyte a)
    {
        return unchecked((byte)a);
    }

    private static short SByteToInt16(sbyte a)
    {
        return unchecked((short)a);
    }

    private static ushort SByteToUInt16(sbyte a)
    {
        return unchecked((ushort)a);
    }

    private static int SByteToInt32(sbyte a)
    {
        return unchecked((int)a);
    }

    private static uint SByteToUInt32(sbyte a)
    {
        return unchecked((uint)a);
    }

    private static long SByteToInt64(sbyte a)
    {
        return unchecked((long)a);
    }

    private static ulong SByteToUInt64(sbyte a)
    {
        return unchecked((ulong)a);
    }

    private static char SByteToChar(sbyte a)
    {
        return unchecked((char)a);
    }

    private static sbyte ByteToSByte(byte a)
    {
        return unchecked((sbyte)a);
    }

    private static short ByteToInt16(byte a)
    {
        return unchecked((short)a);
    }

    private static ushort ByteToUInt16(byte a)
    {
        return unchecked((ushort)a);
    }

    private static int ByteToInt32(byte a)
    {
        return unchecked((int)a);
    }

    private static uint ByteToUInt32(byte a)
    {
        return unchecked((uint)a);
    }

    private static long ByteToInt64(byte a)
    {
        return unchecked((long)a);
    }

    private static ulong ByteToUInt64(byte a)
    {
        return unchecked((ulong)a);
    }

    private static char ByteToChar(byte a)
    {
        return unchecked((char)a);
    }

    private static sbyte Int16ToSByte(short a)
    {
        return unchecked((sbyte)a);
    }

    private static byte Int16ToByte(short a)
    {
        return unchecked((byte)a);
    }

    private static ushort Int16ToUInt16(short a)
    {
        return unchecked((ushort)a);
    }

    private static int Int16ToInt32(short a)
    {
        return unchecked((int)a);
    }

    private static uint Int16ToUInt32(short a)
    {
        return unchecked((uint)a);
    }

    private static long Int16ToInt64(short a)
    {
        return unchecked((long)a);
    }

    private static ulong Int16ToUInt64(short a)
    {
        return unchecked((ulong)a);
    }

    private static char Int16ToChar(short a)
    {
        return unchecked((char)a);
    }

    private static sbyte UInt16ToSByte(ushort a)
    {
        return unchecked((sbyte)a);
    }

    private static byte UInt16ToByte(ushort a)
    {
        return unchecked((byte)a);
    }

    private static short UInt16ToInt16(ushort a)
    {
        return unchecked((short)a);
    }

    private static int UInt16ToInt32(ushort a)
    {
        return unchecked((int)a);
    }

    private static uint UInt16ToUInt32(ushort a)
    {
        return unchecked((uint)a);
    }

    private static long UInt16ToInt64(ushort a)
    {
        return unchecked((long)a);
    }

    private static ulong UInt16ToUInt64(ushort a)
    {
        return unchecked((ulong)a);
    }

    private static char UInt16ToChar(ushort a)
    {
        return unchecked((char)a);
    }

    private static sbyte Int32ToSByte(int a)
    {
        return unchecked((sbyte)a);
    }

    private static byte Int32ToByte(int a)
    {
        return unchecked((byte)a);
    }

    private static short Int32ToInt16(int a)
    {
        return unchecked((short)a);
    }

    private static ushort Int32ToUInt16(int a)
    {
        return unchecked((ushort)a);
    }

    private static uint Int32ToUInt32(int a)
    {
        return unchecked((uint)a);
    }

    private static long Int32ToInt64(int a)
    {
        return unchecked((long)a);
    }

    private static ulong Int32ToUInt64(int a)
    {
        return unchecked((ulong)a);
    }

    private static char Int32ToChar(int a)
    {
        return unchecked((char)a);
    }

    private static sbyte UInt32ToSByte(uint a)
    {
        return unchecked((sbyte)a);
    }

    private static byte UInt32ToByte(uint a)
    {
        return unchecked((byte)a);
    }

    private static short UInt32ToInt16(uint a)
    {
        return unchecked((short)a);
    }

    private static ushort UInt32ToUInt16(uint a)
    {
        return unchecked((ushort)a);
    }

    private static int UInt32ToInt32(uint a)
    {
        return unchecked((int)a);
    }

    private static long UInt32ToInt64(uint a)
    {
        return unchecked((long)a);
    }

    private static ulong UInt32ToUInt64(uint a)
    {
        return unchecked((ulong)a);
    }

    private static char UInt32ToChar(uint a)
    {
        return unchecked((char)a);
    }

    private static sbyte Int64ToSByte(long a)
    {
        return unchecked((sbyte)a);
    }

    private static byte Int64ToByte(long a)
    {
        return unchecked((byte)a);
    }

    private static short Int64ToInt16(long a)
    {
        return unchecked((short)a);
    }

    private static ushort Int64ToUInt16(long a)
    {
        return unchecked((ushort)a);
    }

    private static int Int64ToInt32(long a)
    {
        return unchecked((int)a);
    }

    private static uint Int64ToUInt32(long a)
    {
        return unchecked((uint)a);
    }

    private static ulong Int64ToUInt64(long a)
    {
        return unchecked((ulong)a);
    }

    private static char Int64ToChar(long a)
    {
        return unchecked((char)a);
    }

    private static sbyte UInt64ToSByte(ulong a)
    {
        return unchecked((sbyte)a);
    }

    private static byte UInt64ToByte(ulong a)
    {
        return unchecked((byte)a);
    }

    private static short UInt64ToInt16(ulong a)
    {
        return unchecked((short)a);
    }

    private static ushort UInt64ToUInt16(ulong a)
    {
        return unchecked((ushort)a);
    }

    private static int UInt64ToInt32(ulong a)
    {
        return unchecked((int)a);
    }

    private static uint UInt64ToUInt32(ulong a)
    {
        return unchecked((uint)a);
    }

    private static long UInt64ToInt64(ulong a)
    {
        return unchecked((long)a);
    }

    private static char UInt64ToChar(ulong a)
    {
        return unchecked((char)a);
    }

    private static sbyte CharToSByte(char a)
    {
        return unchecked((sbyte)a);
    }

    private static byte CharToByte(char a)
    {
        return unchecked((byte)a);
    }

    private static short CharToInt16(char a)
    {
        return unchecked((short)a);
    }

    private static ushort CharToUInt16(char a)
    {
        return unchecked((ushort)a);
    }

    private static int CharToInt32(char a)
    {
        return unchecked((int)a);
    }

    private static uint CharToUInt32(char a)
    {
        return unchecked((uint)a);
    }

    private static long CharToInt64(char a)
    {
        return unchecked((long)a);
    }

    private static ulong CharToUInt64(char a)
    {
        return unchecked((ulong)a);
    }
}
