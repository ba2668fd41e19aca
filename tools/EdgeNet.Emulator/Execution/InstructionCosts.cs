using Mono.Cecil.Cil;

namespace EdgeNet.Emulator.Execution;

/// <summary>
/// What an IL instruction costs on a board: native instructions executed by the nanoFramework interpreter, measured on a
/// 32-bit ARM build optimised for size. Instructions that were not measured have the cost of their nearest relative.
/// </summary>
internal static class InstructionCosts
{
    public const int Call = 416;
    public const int NativeCall = 1330;

    public static int Of(Instruction instruction)
    {
        Code code = instruction.OpCode.Code;
        return code switch
        {
            >= Code.Ldloc_0 and <= Code.Ldloc_3 or Code.Ldloc or Code.Ldloc_S or Code.Ldloca or Code.Ldloca_S => 36,
            >= Code.Ldarg_0 and <= Code.Ldarg_3 or Code.Ldarg or Code.Ldarg_S or Code.Ldarga or Code.Ldarga_S => 36,
            >= Code.Stloc_0 and <= Code.Stloc_3 or Code.Stloc or Code.Stloc_S or Code.Starg or Code.Starg_S => 49,
            Code.Ldc_I4_S => 26,
            Code.Ldc_I4 or Code.Ldc_R4 => 38,
            Code.Ldc_I8 or Code.Ldc_R8 => 46,
            >= Code.Ldc_I4_M1 and <= Code.Ldc_I4_8 or Code.Ldnull => 23,
            Code.Add or Code.Sub or Code.Add_Ovf or Code.Sub_Ovf or Code.Add_Ovf_Un or Code.Sub_Ovf_Un => 40,
            Code.Mul or Code.Mul_Ovf or Code.Mul_Ovf_Un => 39,
            Code.And or Code.Or or Code.Xor or Code.Not or Code.Neg => 23,
            Code.Shl or Code.Shr or Code.Shr_Un => 35,
            Code.Div or Code.Div_Un or Code.Rem or Code.Rem_Un => 71,
            Code.Conv_I8 or Code.Conv_U8 or Code.Conv_Ovf_I8 or Code.Conv_Ovf_U8 => 51,
            Code.Conv_I4 or Code.Conv_U4 or Code.Conv_Ovf_I4 or Code.Conv_Ovf_U4 or Code.Conv_R4 or Code.Conv_R8 or Code.Conv_R_Un => 86,
            >= Code.Conv_I1 and <= Code.Conv_I2 or Code.Conv_U1 or Code.Conv_U2 => 73,
            Code.Ldelem_I4 or Code.Ldelem_U4 or Code.Ldelem_R4 => 89,
            Code.Ldelem_I8 or Code.Ldelem_R8 => 93,
            Code.Ldelem_Ref or Code.Ldelem_Any => 114,
            Code.Ldelem_I1 or Code.Ldelem_U1 or Code.Ldelem_I2 or Code.Ldelem_U2 or Code.Ldelema => 100,
            >= Code.Stelem_I and <= Code.Stelem_Ref or Code.Stelem_Any => 114,
            Code.Ldlen => 46,
            Code.Ldsfld or Code.Ldsflda => 135,
            Code.Stsfld => 130,
            Code.Ldfld or Code.Ldflda => 140,
            Code.Stfld => 139,
            Code.Brtrue or Code.Brtrue_S or Code.Brfalse or Code.Brfalse_S or Code.Br or Code.Br_S => 39,
            >= Code.Beq_S and <= Code.Blt_Un_S or >= Code.Beq and <= Code.Blt_Un or Code.Switch => 72,
            Code.Ceq or Code.Cgt or Code.Cgt_Un or Code.Clt or Code.Clt_Un => 60,
            Code.Call => Call,
            Code.Callvirt => 419,
            Code.Newobj => 800,
            Code.Newarr => 375,
            Code.Box or Code.Unbox or Code.Unbox_Any or Code.Castclass or Code.Isinst => 200,
            Code.Ret => 0, // counted with the call
            Code.Throw or Code.Rethrow or Code.Leave or Code.Leave_S or Code.Endfinally or Code.Endfilter => 150,
            Code.Nop => 10,
            _ => 60,
        };
    }
}
