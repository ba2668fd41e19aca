using EdgeNet.Files;

namespace EdgeNet.Data.BuiltIn;

/// <summary>The datasets that our own code generates, so that everything can be tried without a download.</summary>
public static class BuiltInDatasets
{
    /// <summary>Names and what they are, in the order of a course.</summary>
    public static IReadOnlyList<(string Name, string Description)> All { get; } =
    [
        ("gates", "logic gates: two inputs; AND, OR and XOR of them as three yes/no outputs"),
        ("and", "the AND gate alone: two inputs, one yes/no output"),
        ("or", "the OR gate alone"),
        ("xor", "the XOR gate alone, which no network without a hidden layer can learn"),
        ("miles", "kilometres to miles: a regression with one input"),
        ("bugs", "width and length of garden bugs: ladybird or caterpillar"),
        ("gauss", "points in a plane, orange or blue: two clouds, which a line divides"),
        ("circle", "the same: a disc and a ring around it"),
        ("quadrants", "the same: opposite quadrants have the same colour, the exclusive or of two signs"),
        ("spiral", "the same: two spirals, one within the other"),
        ("four-pixels", "a camera of 2x2 pixels from -1 to +1: solid, vertical, diagonal, horizontal"),
        ("digits", "handwritten digits drawn by a program: 28x28 pixels, 10 classes"),
        ("digits8", "the same, 8x8 pixels"),
        ("shapes", "circles, squares, triangles and crosses in red, green and blue: 24x24 pixels in colour, 12 classes"),
    ];

    /// <summary>Generates a dataset.</summary>
    /// <param name="name">One of <see cref="All"/>.</param>
    /// <param name="seed">The same seed gives the same data.</param>
    /// <returns>A training part and a test part.</returns>
    /// <exception cref="UserException">There is no dataset of that name.</exception>
    public static DatasetSplit Create(string name, int seed) => name.ToLowerInvariant() switch
    {
        "gates" => Gates.Create("gates", "AND", "OR", "XOR"),
        "and" => Gates.Create("and", "AND"),
        "or" => Gates.Create("or", "OR"),
        "xor" => Gates.Create("xor", "XOR"),
        "miles" => Miles.Create(seed),
        "bugs" => Bugs.Create(seed),
        "gauss" => Planes.Gauss(seed),
        "circle" => Planes.Circle(seed),
        "quadrants" => Planes.Quadrants(seed),
        "spiral" => Planes.Spiral(seed),
        "four-pixels" => FourPixels.Create(seed),
        "digits" => Digits.Create("digits", 28, 40_000, 5_000, seed),
        "digits8" => Digits.Create("digits8", 8, 40_000, 5_000, seed),
        "shapes" => Shapes.Create(12_000, 2_400, seed),
        _ => throw new UserException($"no built-in dataset is called \"{name}\"; there are {string.Join(", ", All.Select(d => d.Name))}"),
    };
}
