"""Small tables: `edgenet train` with its defaults against scikit-learn.

    dotnet build -c Release tools/EdgeNet.Cli
    /usr/bin/python3 tools/EdgeNet.Benchmarks/tables.py [--seeds 10] [--only NAME,...] [--edgenet FILE]

Writes every table as CSV to artifacts/tables, four fifths to train and a stratified fifth to test, another split (and other data, where they are generated) for
every seed. Trains LogisticRegression or Ridge and MLPClassifier or MLPRegressor behind a StandardScaler, and EdgeNet, and tests EdgeNet's int8 model file.
Prints means over the seeds: accuracy in per cent, or 100 x R2 of a regression. ECE is the expected calibration error of the int8 model's answers with 15 bins
of equal width, over the test parts of all seeds together: before calibration, that is with the logits multiplied by the temperature again, as they are, and what
chance alone gives with so few answers. CPU seconds are those of one training, all candidates included. The last column counts the hidden layers that were chosen, by units.
"""
import argparse
import json
import os
import pathlib
import resource
import subprocess
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

# One process per core, each with one thread.
os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")

import numpy as np
import sklearn
from sklearn import datasets
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "artifacts" / "tables"
BINS = 15


def spirals(seed):
    random = np.random.RandomState(seed)
    arm = np.arange(500) % 3
    turn = np.sqrt(random.rand(500)) * 2.2 * np.pi + 0.3
    angle = turn + arm * 2 * np.pi / 3
    return np.c_[turn * np.cos(angle), turn * np.sin(angle)] + random.randn(500, 2) * 0.25, arm


def heavy_tails(seed):
    random = np.random.RandomState(seed)
    x = random.standard_t(2, (800, 10))
    return x, (x @ random.randn(10) + random.logistic(size=800) > 0).astype(int)


def heavy_tailed_sums(seed):
    random = np.random.RandomState(seed)
    x = random.standard_t(3, (800, 10))
    return x, x @ random.randn(10) + random.standard_t(3, 800)


def houses(seed):
    random = np.random.RandomState(seed)
    n = 1500
    x = np.c_[random.lognormal(1, .5, n), random.uniform(1, 52, n), random.lognormal(1.6, .3, n), random.lognormal(7, .8, n), random.uniform(32, 42, n), random.uniform(-124, -114, n)]
    cities = 2 * np.exp(-((x[:, 4] - 37.8) ** 2 + (x[:, 5] + 122.4) ** 2)) + np.exp(-((x[:, 4] - 34) ** 2 + (x[:, 5] + 118) ** 2))
    return x, np.minimum(0.5 * x[:, 0] + cities - 0.1 * np.log(x[:, 3]) + random.randn(n) * 0.3, 5)


def collinear(seed):
    random = np.random.RandomState(seed)
    z = random.randn(300, 5)
    return np.c_[z, z @ random.randn(5, 25) + random.randn(300, 25) * 0.01], z @ random.randn(5) + random.randn(300) * 0.5


def sine(seed):
    random = np.random.RandomState(seed)
    x = random.uniform(-2, 2, (300, 1))
    return x, np.sin(3 * x[:, 0]) + random.randn(300) * 0.05


def counts(seed):
    random = np.random.RandomState(seed)
    x = random.uniform(-1, 1, (600, 8))
    return x, random.poisson(np.exp(1 + x @ random.randn(8) * 0.7)).astype(float)


def ball(seed):
    x, y = datasets.make_hastie_10_2(1000, random_state=seed)
    return x, (y > 0).astype(int)


def signs(seed):
    random = np.random.RandomState(seed)
    x = random.uniform(-1, 1, (600, 5))
    return x, (x[:, 0] * x[:, 1] + random.randn(600) * 0.1 > 0).astype(int)


# Name: whether its answers are classes, how it is made from a seed, whether it was measured while the defaults were chosen.
TABLES = {
    "iris": (True, lambda s: datasets.load_iris(return_X_y=True), True),
    "digits": (True, lambda s: datasets.load_digits(return_X_y=True), True),
    "diabetes": (False, lambda s: datasets.load_diabetes(return_X_y=True), True),
    "moons": (True, lambda s: datasets.make_moons(500, noise=0.25, random_state=s), True),
    "circles": (True, lambda s: datasets.make_circles(400, noise=0.15, factor=0.5, random_state=s), True),
    "label noise": (True, lambda s: datasets.make_classification(600, 20, n_informative=5, flip_y=0.2, random_state=s), True),
    "100 columns": (True, lambda s: datasets.make_classification(300, 100, n_informative=10, random_state=s), True),
    "imbalanced": (True, lambda s: datasets.make_classification(1000, 10, weights=[0.92], random_state=s), True),
    "friedman1": (False, lambda s: datasets.make_friedman1(1000, noise=1, random_state=s), True),
    "noisy line": (False, lambda s: datasets.make_regression(300, 20, n_informative=8, noise=60, random_state=s), True),
    "wine": (True, lambda s: datasets.load_wine(return_X_y=True), True),
    "breast cancer": (True, lambda s: datasets.load_breast_cancer(return_X_y=True), True),
    "quantiles": (True, lambda s: datasets.make_gaussian_quantiles(n_samples=600, n_features=4, n_classes=3, random_state=s), True),
    "spirals": (True, spirals, True),
    "20 classes": (True, lambda s: datasets.make_classification(2000, 20, n_informative=12, n_redundant=0, n_classes=20, n_clusters_per_class=1, class_sep=1.5, random_state=s), True),
    "60 rows": (True, lambda s: datasets.make_classification(60, 6, n_informative=3, random_state=s), True),
    "5000 rows": (True, lambda s: datasets.make_classification(5000, 30, n_informative=10, n_classes=5, random_state=s), True),
    "heavy tails": (True, heavy_tails, True),
    "heavy-tailed sums": (False, heavy_tailed_sums, True),
    "houses": (False, houses, True),
    "collinear": (False, collinear, True),
    "more columns than rows": (False, lambda s: datasets.make_regression(110, 100, n_informative=10, noise=20, random_state=s), True),
    "sine": (False, sine, True),
    "friedman2": (False, lambda s: datasets.make_friedman2(500, noise=50, random_state=s), True),
    "friedman3": (False, lambda s: datasets.make_friedman3(600, noise=0.1, random_state=s), False),
    "S curve": (False, lambda s: datasets.make_s_curve(500, noise=0.1, random_state=s), False),
    "sparse": (False, lambda s: datasets.make_sparse_uncorrelated(400, 10, random_state=s), False),
    "counts": (False, counts, False),
    "blobs": (True, lambda s: datasets.make_blobs(450, 3, centers=6, cluster_std=3, random_state=s), False),
    "ball": (True, ball, False),
    "unequal classes": (True, lambda s: datasets.make_classification(700, 15, n_informative=6, n_classes=3, weights=[.6, .3, .1], flip_y=.1, random_state=s), False),
    "signs": (True, signs, False),
}


def write(path, x, y, classes):
    header = ",".join(f"x{i}" for i in range(x.shape[1]))
    rows = [",".join(f"{v:.9g}" for v in row) for row in x]
    targets = [f"c{t}" if classes else f"{t:.9g}" for t in y]
    path.write_text("\n".join([header + ",y"] + [f"{row},{t}" for row, t in zip(rows, targets)]) + "\n")
    path.with_suffix(".features.csv").write_text("\n".join([header] + rows) + "\n")


def calibration_error(confidence, right):
    part = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return sum(abs(right[part == b].mean() - confidence[part == b].mean()) * (part == b).mean() for b in range(BINS) if (part == b).any())


def chance(confidence):
    """The mean error of answers that are right exactly as often as they say."""
    random = np.random.RandomState(0)
    return np.mean([calibration_error(confidence, random.rand(len(confidence)) < confidence) for _ in range(200)])


def peers(classes, seed, split):
    x, test_x, y, test_y = split
    models = ([LogisticRegression(max_iter=5000), MLPClassifier(random_state=seed, max_iter=1000)] if classes
              else [Ridge(), MLPRegressor(random_state=seed, max_iter=1000)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [make_pipeline(StandardScaler(), model).fit(x, y).score(test_x, test_y) for model in models]


def edgenet(command, name, classes, seed, split):
    x, test_x, y, test_y = split
    file = f"{name.replace(' ', '-').replace(',', '')}-{seed}"
    train, test, model = (WORK / f"{file}{ending}" for ending in (".train.csv", ".test.csv", ".edgenet"))
    write(train, x, y, classes)
    write(test, test_x, test_y, classes)
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    trained = json.loads(subprocess.check_output([command, "train", "--data", train, "--test", test, "--task", "classification" if classes else "regression",
                                                  "--seed", str(seed + 1), "--threads", "1", "--allow-loss", "--json", "--out", model], stderr=subprocess.DEVNULL))
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - started
    answers = json.loads(subprocess.check_output([command, "classify", model, test.with_suffix(".features.csv"), "--json"]))["results"]
    values = np.array([answer["values"] for answer in answers])
    if not classes:
        return trained, seconds, 1 - ((values[:, 0] - test_y) ** 2).mean() / test_y.var(), None
    labels = answers[0]["labels"]
    right = np.array([labels[answer["index"]] == f"c{t}" for answer, t in zip(answers, test_y)])
    before = np.maximum(values, 1e-12) ** trained["temperature"]
    return trained, seconds, right.mean(), (right, (before / before.sum(1, keepdims=True)).max(1), values.max(1))


def measure(name, seed, command):
    classes, make, _ = TABLES[name]
    x, y = make(seed)
    split = train_test_split(x, y, test_size=0.2, random_state=seed, stratify=y if classes else None)
    trained, seconds, score, judged = edgenet(command, name, classes, seed, split)
    return peers(classes, seed, split) + [score], seconds, trained.get("chosen", {}).get("hidden"), judged


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--only", default="")
    parser.add_argument("--edgenet", default=next(map(str, (ROOT / "tools/EdgeNet.Cli/bin/Release/net10.0").glob("*/edgenet")), None))
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    print(f"scikit-learn {sklearn.__version__}, {options.seeds} seeds\n")
    print("| table | seen before | linear | MLP | EdgeNet int8 | difference | ECE before | ECE | ECE by chance | CPU seconds | hidden units |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    with ProcessPoolExecutor() as pool:
        names = [name for name in TABLES if not options.only or name in options.only.split(",")]
        runs = {name: [pool.submit(measure, name, seed, options.edgenet) for seed in range(options.seeds)] for name in names}
        for name in names:
            scores, times, hidden, judged = zip(*(run.result() for run in runs[name]))
            linear, mlp, ours = np.mean(scores, 0) * 100
            errors = "| | | |"
            if TABLES[name][0]:
                right, before, after = (np.concatenate(parts) for parts in zip(*judged))
                errors = f"| {calibration_error(before, right):.3f} | {calibration_error(after, right):.3f} | {chance(after):.3f} |"
            units = Counter(sum(h or []) for h in hidden)
            chosen = ", ".join(f"{u}: {n}" for u, n in sorted(units.items()))
            print(f"| {name} | {'yes' if TABLES[name][2] else 'no'} | {linear:.1f} | {mlp:.1f} | {ours:.1f} | {ours - max(linear, mlp):+.1f} {errors} {np.mean(times):.1f} | {chosen} |", flush=True)


if __name__ == "__main__":
    main()
