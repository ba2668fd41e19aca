namespace EdgeNet.Device.Streams;

/// <summary>What streams say of a model that they cannot serve.</summary>
internal static class StreamText
{
    // Of a rate, in thousandths: a window of a hundred readings is then shorter or longer by half a reading at most.
    private const int RateTolerance = 5;

    // What is larger is not a number that a sensor has.
    private const float Most = 20000000f;

    /// <summary>Whether two rates are the same for a network.</summary>
    public static bool IsSameRate(float wanted, float given)
    {
        float difference = given > wanted ? given - wanted : wanted - given;
        return difference * 1000 <= wanted * RateTolerance;
    }

    /// <summary>The model wants another rate.</summary>
    public static string Rate(string sensor, float wanted, string given)
    {
        return "the model was trained on " + Number(wanted) + " readings per second, but " + sensor + " gives " + given;
    }

    /// <summary>The model wants another range.</summary>
    public static string Range(string sensor, float wanted, string given)
    {
        return "the model was trained at +-" + Number(wanted) + ", but " + sensor + " measures +-" + given;
    }

    /// <summary>The model wants other channels.</summary>
    public static string Channels(string sensor, int wanted, string given)
    {
        return "the model expects " + wanted + (wanted == 1 ? " value" : " values") + " per reading, but " + sensor + " gives " + given;
    }

    /// <summary>A number with at most two decimals, rounded.</summary>
    public static string Number(float value)
    {
        if (!(value < Most))
        {
            return "over 20000000";
        }

        int hundredths = (int)((value * 100) + 0.5f), rest = hundredths % 100;
        string decimals = rest == 0 ? "" : rest % 10 == 0 ? "." + (rest / 10) : rest < 10 ? ".0" + rest : "." + rest;
        return (hundredths / 100) + decimals;
    }
}
