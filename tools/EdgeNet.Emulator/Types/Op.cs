namespace EdgeNet.Emulator.Types;

/// <summary>A decoded instruction: works on registers A, B and C of the frame, where IL works on a stack.</summary>
internal struct Op
{
    public OpKind Kind;
    public int A;
    public int B;
    public int C;
    public long Immediate;
    public object? Operand;
}

/// <summary>What a decoded instruction does. N: number register, R: reference register.</summary>
internal enum OpKind
{
    Block,
    MoveN, MoveR, Constant, ConstantR, CopyStruct, CloneStruct,
    AddI4, SubI4, MulI4, DivI4, DivUnI4, RemI4, RemUnI4, ShlI4, ShrI4, ShrUnI4, NegI4,
    AddI8, SubI8, MulI8, DivI8, DivUnI8, RemI8, RemUnI8, ShlI8, ShrI8, ShrUnI8, NegI8,
    And, Or, Xor, Not,
    AddI4C, MulI4C, ShlI4C, ShrI4C, ShrUnI4C, AddI8C, ShlI8C, ShrI8C, AndC, OrC, XorC,
    AddR4, SubR4, MulR4, DivR4, RemR4, NegR4,
    AddR8, SubR8, MulR8, DivR8, RemR8, NegR8,
    Ceq, Cgt, CgtUn, Clt, CltUn, CeqR, CneR,
    CeqR4, CgtR4, CltR4, CeqR8, CgtR8, CltR8,
    ConvI1, ConvU1, ConvI2, ConvU2, ConvI4, ConvU8FromI4,
    TruncateR4, TruncateR8, I8ToR4, I8ToR8, U8ToR4, U8ToR8, R4ToR8, R8ToR4,
    Jump, JumpIfN, JumpIfNotN, JumpIfR, JumpIfNotR,
    Beq, Bne, Blt, Ble, Bgt, Bge, BltUn, BleUn, BgtUn, BgeUn,
    BeqC, BneC, BltC, BleC, BgtC, BgeC,
    BeqR, BneR,
    Switch,
    LdLen, LdElemI1, LdElemU1, LdElemI2, LdElemU2, LdElemI4, LdElemI8, LdElemR4, LdElemR8, LdElemRef, LdElemStruct, LdElemAddress,
    StElem1, StElem2, StElem4, StElem8, StElemR4, StElemR8, StElemRef, StElemStruct,
    LdFldN, LdFldR, LdFldStruct, StFldN, StFldR, StFldStruct, LdFldAddress,
    LdSFldN, LdSFldR, StSFldN, StSFldR, LdSFldAddress,
    LdLocalAddress,
    LdIndN, LdIndR, StIndN, StIndR, LdObjStruct, StObjStruct, InitStruct,
    NewArray, NewObject, NewDelegate, Box, UnboxN, UnboxStruct, UnboxAddress, IsInst, CastClass,
    Call, CallVirtual, CallDelegate, ReturnVoid, ReturnN, ReturnR,
    Throw, Rethrow, Leave, CallFinally, EndFinally, EndFilter,
    InitializeType, LoadFunction, SetTag, RequireSigned, TagArguments,
}
