using System;

namespace EdgeNet.Device.Learning;

/// <summary>Tells whether a button is pressed.</summary>
/// <returns>True while it is.</returns>
public delegate bool ButtonReader();

/// <summary>One button: a short press goes on to the next label, and holding it learns the label that is chosen, again every second as long as it is held.</summary>
public sealed class TeachButton
{
    /// <summary>Nothing has happened.</summary>
    public const int Nothing = 0;

    /// <summary>It was pressed briefly.</summary>
    public const int Next = 1;

    /// <summary>It is being held.</summary>
    public const int Learn = 2;

    // A contact that bounces is not pressed.
    private const int LeastMilliseconds = 30;
    private const int HoldMilliseconds = 800;
    private const int AgainMilliseconds = 1000;

    private readonly ButtonReader _isPressed;
    private bool _wasPressed;
    private bool _wasHeld;
    private long _since;

    /// <summary>Creates a button.</summary>
    /// <param name="isPressed">Tells whether it is pressed.</param>
    public TeachButton(ButtonReader isPressed)
    {
        _isPressed = isPressed;
    }

    /// <summary>Looks at the button. To be called every few milliseconds.</summary>
    /// <returns>What it asks for.</returns>
    public int Poll()
    {
        bool isPressed = _isPressed();
        long now = Environment.TickCount64;
        if (isPressed != _wasPressed)
        {
            bool wasShort = _wasPressed && !_wasHeld && now - _since >= LeastMilliseconds;
            _wasPressed = isPressed;
            _wasHeld = false;
            _since = now;
            return wasShort ? Next : Nothing;
        }

        if (!isPressed || now - _since < (_wasHeld ? AgainMilliseconds : HoldMilliseconds))
        {
            return Nothing;
        }

        _wasHeld = true;
        _since = now;
        return Learn;
    }
}
