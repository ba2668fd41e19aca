using System.Globalization;

namespace EdgeNet.Data.BuiltIn;

/// <summary>
/// How people write the ten digits: strokes through points in a unit box, x to the right and y down. A digit has several
/// ways of being written; each way has masters with the same points, and a hand is somewhere between two of them.
/// </summary>
internal static class DigitSkeletons
{
    /// <summary>A way of writing a digit.</summary>
    /// <param name="Weight">How usual it is.</param>
    /// <param name="Masters">Shapes to mix: strokes of (x, y, x, y, ...).</param>
    internal sealed record Way(float Weight, float[][][] Masters);

    private const float PointJitter = 0.038f;

    // "|" ends a stroke: the pen turns a corner or is lifted.
    private static readonly Way[][] Digits =
    [
        [
            new(3, Masters(
                ".5,0 .2,.12 0,.5 .2,.88 .5,1 .8,.88 1,.5 .8,.12 .5,0",
                ".5,0 .36,.1 .25,.5 .34,.9 .5,1 .66,.9 .75,.5 .64,.1 .5,0",
                ".62,.02 .25,.15 .05,.55 .15,.9 .42,1 .75,.85 .95,.45 .85,.1 .5,.02")),
            new(1, Masters(
                ".7,.06 .35,.02 .05,.4 .1,.85 .5,1 .9,.75 .95,.3 .7,.04 .3,.1",
                ".6,.1 .4,.05 .2,.4 .22,.8 .5,1 .75,.7 .8,.3 .65,0 .45,.0")),
        ],
        [
            new(8, Masters(".5,0 .5,.5 .5,1", ".56,0 .5,.5 .46,1", ".47,0 .52,.5 .5,1")),
            new(1.2f, Masters(".28,.22 .42,.1 .52,0|.52,0 .52,.5 .52,1", ".4,.12 .46,.06 .52,0|.52,0 .52,.5 .52,1")),
            new(.5f, Masters(".28,.22 .42,.1 .52,0|.52,0 .52,.5 .52,1|.2,1 .5,1 .85,1", ".4,.1 .46,.05 .5,0|.5,0 .5,.5 .5,1|.3,1 .5,1 .7,1")),
        ],
        [
            new(2, Masters(
                ".05,.22 .25,.02 .65,.02 .85,.25 .7,.52 .4,.78 .05,1|.05,1 .5,.98 1,1",
                ".1,.15 .4,0 .75,.08 .82,.3 .6,.6 .3,.85 .1,.97|.1,.97 .5,.95 .9,.92",
                ".15,.3 .3,.05 .6,0 .8,.2 .72,.5 .45,.8 .1,1|.1,1 .5,1 .95,.97")),
            new(2, Masters(
                ".1,.2 .35,0 .75,.08 .8,.35 .55,.7 .25,.97 .03,.95 .08,.78 .35,.78 .65,.93 1,.9",
                ".05,.25 .3,.02 .65,.02 .8,.28 .6,.62 .3,.92 .1,1 .05,.85 .3,.75 .6,.9 .95,1",
                ".2,.12 .5,0 .8,.12 .78,.4 .5,.72 .2,.95 .05,.9 .15,.74 .4,.8 .7,.95 1,.95")),
        ],
        [
            new(3, Masters(
                ".08,.14 .4,0 .8,.08 .82,.32 .4,.46|.4,.46 .85,.55 .92,.82 .5,1 .05,.9",
                ".15,.08 .5,0 .78,.15 .7,.36 .35,.45|.35,.45 .7,.5 .82,.78 .5,.98 .12,.96",
                ".05,.05 .45,0 .75,.1 .65,.35 .4,.48|.4,.48 .8,.6 .8,.88 .4,1 .0,.85")),
            new(1.4f, Masters(
                ".1,.12 .45,0 .8,.12 .7,.38 .42,.46 .75,.54 .9,.75 .6,.97 .08,.95",
                ".15,.05 .5,.02 .7,.18 .6,.4 .4,.5 .65,.55 .75,.8 .45,1 .1,.92")),
            new(.3f, Masters(".1,.02 .5,.02 .85,.02|.85,.02 .6,.25 .4,.42|.4,.42 .85,.55 .9,.85 .5,1 .05,.9")),
        ],
        [
            new(2.5f, Masters(
                ".15,0 .08,.3 .05,.5|.05,.5 .5,.53 .95,.46|.85,.02 .78,.5 .7,1",
                ".25,.02 .12,.3 .1,.55|.1,.55 .4,.58 .8,.52|.78,0 .72,.5 .72,1",
                ".1,.05 .1,.3 .15,.48|.15,.48 .5,.5 .85,.4|.9,0 .85,.5 .8,1")),
            new(1.5f, Masters(
                ".12,.05 .05,.35 .2,.52 .5,.5 .82,.4|.88,.0 .8,.4 .72,1",
                ".2,0 .1,.35 .25,.55 .55,.5 .75,.35|.8,.02 .74,.4 .6,1")),
            new(.8f, Masters(
                ".65,0 .35,.3 .05,.62|.05,.62 .5,.62 1,.6|.65,0 .65,.5 .65,1",
                ".7,0 .4,.35 .1,.58|.1,.58 .5,.6 .95,.55|.7,0 .66,.5 .6,1")),
        ],
        [
            new(2, Masters(
                ".92,.02 .55,.02 .25,.04|.25,.04 .2,.22 .15,.42|.15,.42 .5,.36 .88,.55 .82,.88 .42,1 .02,.9",
                ".85,0 .6,.02 .35,.03|.35,.03 .28,.2 .22,.4|.22,.4 .5,.42 .75,.62 .65,.9 .35,1 .08,.95",
                "1,.05 .65,.0 .3,.0|.3,.0 .2,.2 .1,.45|.1,.45 .5,.42 .8,.6 .7,.9 .4,.98 .1,.95")),
            new(2, Masters(
                ".95,.02 .6,.04 .3,.1 .2,.35 .45,.45 .75,.6 .75,.85 .4,1 .05,.95",
                "1,0 .65,.05 .4,.12 .3,.35 .5,.48 .7,.65 .6,.9 .3,1 .0,.9")),
            new(.7f, Masters(".3,.02 .22,.25 .18,.42|.18,.42 .5,.36 .85,.55 .8,.88 .42,1 .02,.9|.32,.04 .6,.04 1,.0")),
        ],
        [
            new(3, Masters(
                ".72,0 .35,.25 .08,.62 .18,.92 .5,1 .82,.85 .78,.62 .5,.55 .15,.75",
                ".55,0 .3,.3 .15,.65 .25,.92 .5,1 .72,.85 .68,.65 .48,.6 .2,.8",
                ".6,0 .2,.3 .02,.65 .2,.95 .55,.98 .9,.8 .75,.55 .4,.55 .1,.8")),
            new(1.2f, Masters(
                ".85,.02 .4,.15 .1,.55 .15,.88 .45,1 .75,.85 .7,.6 .42,.58 .18,.8",
                ".45,0 .25,.3 .12,.6 .2,.9 .5,1 .85,.85 .8,.68 .5,.66 .22,.88")),
        ],
        [
            new(3, Masters(
                ".02,.08 .5,.05 .95,.02|.95,.02 .65,.45 .45,1",
                ".1,.1 .5,.04 .85,.05|.85,.05 .65,.5 .55,1",
                ".0,.15 .4,.1 .95,.0|.95,.0 .8,.45 .7,1")),
            new(1.3f, Masters(
                ".05,.2 .2,.06 .55,.05 .9,.05 .8,.4 .6,.7 .45,1",
                ".0,.1 .3,.02 .65,.06 .85,.15 .75,.45 .62,.75 .55,1")),
            new(.7f, Masters(".02,.08 .5,.05 .95,.02|.95,.02 .65,.45 .45,1|.3,.52 .6,.5 .88,.48", ".02,.15 .4,.06 .85,.05|.85,.05 .65,.45 .5,1|.4,.5 .6,.5 .85,.52")),
            new(.4f, Masters(".05,.28 .06,.15 .08,.05|.08,.05 .5,.05 .95,.02|.95,.02 .65,.45 .45,1")),
        ],
        [
            new(3, Masters(
                ".8,.12 .48,0 .18,.2 .42,.45 .8,.75 .5,1 .18,.8 .45,.5 .82,.22 .75,.06",
                ".72,.1 .5,.02 .3,.22 .48,.47 .7,.78 .5,1 .28,.8 .45,.52 .72,.25 .65,.05",
                ".9,.15 .6,.02 .3,.15 .42,.4 .65,.7 .4,.98 .1,.8 .4,.52 .85,.3 .88,.1")),
            new(1, Masters(
                ".5,0 .2,.1 .22,.38 .5,.48 .78,.36 .8,.1 .5,0|.5,.48 .12,.62 .15,.9 .5,1 .85,.9 .88,.62 .5,.48",
                ".55,0 .35,.1 .32,.36 .5,.46 .72,.36 .75,.12 .55,0|.5,.46 .25,.6 .2,.9 .45,1 .7,.9 .72,.6 .5,.46")),
        ],
        [
            new(2.5f, Masters(
                ".82,.18 .5,0 .15,.18 .18,.42 .5,.48 .82,.2|.82,.18 .82,.55 .7,1",
                ".75,.15 .5,0 .25,.2 .28,.42 .5,.45 .75,.2|.75,.15 .72,.55 .65,1",
                ".88,.1 .5,.02 .1,.25 .2,.48 .6,.42 .88,.12|.88,.1 .75,.55 .55,1")),
            new(1.5f, Masters(
                ".8,.12 .45,0 .12,.22 .25,.46 .6,.4 .82,.1 .8,.5 .72,1",
                ".75,.05 .45,.05 .2,.3 .35,.48 .6,.35 .78,.06 .72,.5 .5,1")),
            new(.8f, Masters(
                ".82,.15 .5,0 .15,.2 .25,.45 .6,.42 .82,.15 .84,.55 .7,.92 .4,1 .12,.9",
                ".75,.12 .5,0 .2,.2 .3,.42 .6,.4 .76,.12 .76,.55 .62,.9 .4,.98 .2,.95")),
        ],
    ];

    /// <summary>Draws the strokes of one hand: a way of writing, somewhere between two of its masters.</summary>
    public static float[][] Pick(int digit, SeededRandom random)
    {
        Way[] ways = Digits[digit];
        float at = random.NextSingle() * ways.Sum(w => w.Weight);
        Way way = ways[^1];
        foreach (Way candidate in ways)
        {
            at -= candidate.Weight;
            if (at < 0)
            {
                way = candidate;
                break;
            }
        }

        float[][] a = way.Masters[random.Next(way.Masters.Length)];
        float[][] b = way.Masters[random.Next(way.Masters.Length)];
        float mix = random.Between(-0.3f, 1.3f);
        float[][] strokes = [.. a.Select((stroke, s) => stroke.Select((v, i) => v + (mix * (b[s][i] - v))).ToArray())];
        Jitter(strokes, random);
        return strokes;
    }

    // Moves every point a little; points that are together, where strokes join, stay together.
    private static void Jitter(float[][] strokes, SeededRandom random)
    {
        Dictionary<(float, float), (float X, float Y)> moved = [];
        foreach (float[] stroke in strokes)
        {
            for (int i = 0; i < stroke.Length; i += 2)
            {
                (float, float) point = (stroke[i], stroke[i + 1]);
                if (!moved.TryGetValue(point, out (float X, float Y) to))
                {
                    to = (stroke[i] + (PointJitter * random.NextGaussian()), stroke[i + 1] + (PointJitter * random.NextGaussian()));
                    moved[point] = to;
                }

                (stroke[i], stroke[i + 1]) = to;
            }
        }
    }

    private static float[][][] Masters(params string[] masters) =>
        [.. masters.Select(m => m.Split('|').Select(s => s.Split(' ', ',').Select(v => float.Parse(v, CultureInfo.InvariantCulture)).ToArray()).ToArray())];
}
