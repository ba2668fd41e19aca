using System.Globalization;

namespace EdgeNet.Trainer.Training;

/// <summary>A number of a training that may change between epochs, such as a learning rate: 0.01,0.003@12 is 0.01 for the first 12 epochs and 0.003 from the thirteenth on.</summary>
public sealed class ChangingNumber : IEquatable<ChangingNumber>
{
    private readonly (int After, float Value)[] _values;

    private ChangingNumber((int After, float Value)[] values) => _values = values;

    /// <summary>The number in the first epoch.</summary>
    public float First => _values[0].Value;

    /// <summary>Whether it never changes.</summary>
    public bool IsConstant => _values.Length == 1;

    /// <summary>A number that never changes.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator ChangingNumber(float value) => new([(0, value)]);

    /// <summary>Reads a number and its changes.</summary>
    /// <param name="text">Such as 0.01 or 0.01,0.003@12,0.001@20.</param>
    /// <param name="min">The smallest number allowed.</param>
    /// <param name="max">The largest number allowed.</param>
    /// <returns>The number; null if the text is not understood, a number is out of range, or epochs do not rise from 1.</returns>
    public static ChangingNumber? Parse(string text, float min, float max)
    {
        string[] parts = text.Split(',');
        (int After, float Value)[] values = new (int, float)[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            string[] words = parts[i].Split('@');
            if (words.Length != (i == 0 ? 1 : 2)
                || !float.TryParse(words[0], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i].Value) || !(values[i].Value >= min && values[i].Value <= max)
                || (i > 0 && (!int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out values[i].After) || values[i].After <= values[i - 1].After)))
            {
                return null;
            }
        }

        return new ChangingNumber(values);
    }

    /// <summary>The number in an epoch.</summary>
    /// <param name="epoch">0 for the first.</param>
    /// <returns>The number.</returns>
    public float At(int epoch)
    {
        int i = _values.Length - 1;
        while (_values[i].After > epoch)
        {
            i--;
        }

        return _values[i].Value;
    }

    /// <summary>The same until an epoch, and another number from then on.</summary>
    /// <param name="after">Epochs that are done by then; with 0, the number was never another.</param>
    /// <param name="value">The other number.</param>
    /// <returns>Both.</returns>
    public ChangingNumber With(int after, float value) => At(Math.Max(0, after - 1)) == value && after > 0 ? Until(after) : new([.. _values.Where(v => v.After < after), (after, value)]);

    /// <summary>What there is of it in the first epochs.</summary>
    /// <param name="epochs">How many, 0 or more.</param>
    /// <returns>The number without later changes.</returns>
    public ChangingNumber Until(int epochs) => new([_values[0], .. _values.Skip(1).Where(v => v.After < epochs)]);

    /// <summary>Whether two numbers are the same in all epochs and change in the same ones.</summary>
    /// <param name="other">The other.</param>
    /// <returns>True if so.</returns>
    public bool Equals(ChangingNumber? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ChangingNumber);

    /// <inheritdoc/>
    public override int GetHashCode() => First.GetHashCode();

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    /// <returns>The text, the same in all cultures.</returns>
    public override string ToString() => string.Join(',', _values.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Value}") + (v.After == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"@{v.After}"))));
}
