namespace EdgeNet.Core;

/// <summary>The numbers of the FEAT section, shared by its reader and its writer. docs/model-format.md is their specification.</summary>
public static class SignalFormat
{
    /// <summary>Values of a reading at most, those that steps add included.</summary>
    public const int MaxChannels = 16;

    /// <summary>Most readings per second.</summary>
    public const int MaxRate = 1000000;

    /// <summary>Readings of a window and of a stride at most, as they come from the sensor.</summary>
    public const int MaxReadings = 1 << 20;

    /// <summary>Readings of a window at most, after all steps.</summary>
    public const int MaxWindow = 65535;

    /// <summary>Stages of a pipeline at most.</summary>
    public const int MaxStages = 32;

    /// <summary>Features are integers between minus and plus this number, so that a float holds them exactly.</summary>
    public const int MaxFeature = 1 << 24;

    /// <summary>Step: every Nth reading of a low pass.</summary>
    public const int Decimate = 1;

    /// <summary>Step: a filter of second order on each channel.</summary>
    public const int Biquad = 2;

    /// <summary>Step: adds the length of the first three channels as a channel.</summary>
    public const int Magnitude = 3;

    /// <summary>Features: mean, RMS and so on of each channel.</summary>
    public const int Statistics = 16;

    /// <summary>Features: logarithms of the power in bands, averaged over the window's frames.</summary>
    public const int Bands = 32;

    /// <summary>Features: the power at chosen frequencies.</summary>
    public const int Goertzel = 33;

    /// <summary>Picture: a row of logarithms of power per frame, in equal or mel bands.</summary>
    public const int Spectrogram = 34;

    /// <summary>Picture: a row of mel-frequency cepstral coefficients per frame.</summary>
    public const int Mfcc = 35;

    /// <summary>Picture: the audio front end of TensorFlow's micro_speech.</summary>
    public const int MicroSpeech = 36;

    /// <summary>Picture: the mel filterbank energies of Edge Impulse.</summary>
    public const int EiMfe = 37;

    /// <summary>Picture: the mel-frequency cepstral coefficients of Edge Impulse.</summary>
    public const int EiMfcc = 38;

    /// <summary>Picture: the readings as bytes.</summary>
    public const int Raw = 48;
}
