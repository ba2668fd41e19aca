namespace EdgeNet.Trainer.Signals;

/// <summary>A step or a feature as people type it. A kind is a file with a record such as this, and a line in <see cref="FeatureKinds"/>.</summary>
public abstract record FeatureSpec
{
    /// <summary>Whether it changes the stream, so that it must come before all features.</summary>
    public virtual bool IsStep => false;

    /// <summary>Readings of the stream that become one.</summary>
    public virtual int Decimation => 1;

    /// <summary>Readings from frame to frame, of which the stride must be a multiple.</summary>
    /// <param name="rate">Readings per second after all steps.</param>
    /// <returns>At least 1.</returns>
    public virtual int HopAt(double rate) => 1;

    /// <summary>Decides what the text leaves open.</summary>
    /// <param name="stride">Readings from one window to the next, after all steps.</param>
    /// <returns>The stage that the pipeline gets.</returns>
    internal virtual FeatureSpec Settle(int stride) => this;

    /// <summary>Adds its record and the names of its values to a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <exception cref="Files.UserException">It does not fit the stream.</exception>
    internal abstract void Build(FeaturePlan plan);

    /// <summary>The text from which it is read.</summary>
    /// <returns>Its words.</returns>
    public abstract override string ToString();
}
