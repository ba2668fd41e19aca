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

    // A contact bounces: it is as it was until it has been otherwise for so long.
    private const int SettledMilliseconds = 30;
    private const int HoldMilliseconds = 800;
    private const int AgainMilliseconds = 1000;

    private readonly ButtonReader _isPressed;
    private bool _contact;
    private long _contactSince;
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
        if (isPressed != _contact)
        {
            _contact = isPressed;
            _contactSince = now;
        }

        if (_contact != _wasPressed && now - _contactSince >= SettledMilliseconds)
        {
            bool wasShort = _wasPressed && !_wasHeld;
            _wasPressed = _contact;
            _wasHeld = false;
            _since = _contactSince;
            return wasShort ? Next : Nothing;
        }

        if (!_wasPressed || now - _since < (_wasHeld ? AgainMilliseconds : HoldMilliseconds))
        {
            return Nothing;
        }

        _wasHeld = true;
        _since = now;
        return Learn;
    }
}
