namespace EdgeNet.Emulator;

/// <summary>The cost of a method, without the methods that it called.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Calls">How often it was called.</param>
/// <param name="Instructions">IL instructions.</param>
/// <param name="Microseconds">Predicted time on the board.</param>
public sealed record MethodCost(string Method, long Calls, long Instructions, double Microseconds);
