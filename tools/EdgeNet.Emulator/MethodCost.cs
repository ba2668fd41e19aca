namespace EdgeNet.Emulator;

/// <summary>What a method cost, without the methods it called.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Calls">How often it was called.</param>
/// <param name="Instructions">IL instructions.</param>
/// <param name="Microseconds">Predicted time on the board.</param>
public sealed record MethodCost(string Method, long Calls, long Instructions, double Microseconds);
