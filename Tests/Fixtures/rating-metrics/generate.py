"""Compares random distributions of votes, with many equal means, and tied numbers, by SciPy.

usage: python generate.py > expected.json
"""
import json

import numpy as np
from scipy.optimize import curve_fit
from scipy.stats import bootstrap, kendalltau, pearsonr, spearmanr, wasserstein_distance

rng = np.random.default_rng(20260302)


def distributions(count, bins, votes):
    truths = rng.multinomial(votes, rng.dirichlet(np.ones(bins), count)) / votes
    predictions = 0.5 * truths + 0.5 * rng.dirichlet(np.ones(bins), count)
    predictions[:2] = truths[:2]
    scores = np.arange(1, bins + 1)
    means = truths @ scores, predictions @ scores
    deviations = [np.sqrt(shares @ scores**2 - (shares @ scores) ** 2) for shares in (truths, predictions)]
    # Rounded, since means that are equal on paper are ranked apart by their last bits.
    ranked = [mean.round(9) for mean in means]
    # Beside all means, so that the last bits of sums are no matter.
    threshold = (1 + bins) / 2 + 0.01
    levels = [shares[:, scores >= threshold].sum(axis=1) for shares in (truths, predictions)]
    sure = np.clip(levels[1], np.finfo(float).eps, 1 - np.finfo(float).eps)
    cumulative = np.cumsum(truths - predictions, axis=1)
    return {
        "truths": truths.tolist(), "predictions": predictions.tolist(),
        "rankCorrelation": spearmanr(*ranked).statistic, "linearCorrelation": pearsonr(*means).statistic,
        "kendallCorrelation": kendalltau(*ranked).statistic,
        "deviationCorrelation": pearsonr(*deviations).statistic,
        "deviationRankCorrelation": spearmanr(*[deviation.round(9) for deviation in deviations]).statistic,
        "meanError": np.abs(means[0] - means[1]).mean(),
        "rootMeanSquareError": np.sqrt(np.mean((means[0] - means[1]) ** 2)),
        "earthMoversDistance": np.mean([wasserstein_distance(scores, scores, p, q) / bins
                                        for p, q in zip(truths, predictions)]),
        "quadraticEarthMoversDistance": np.sqrt(np.mean(cumulative**2, axis=1)).mean(),
        "threshold": threshold, "accuracy": np.mean((ranked[0] >= threshold) == (ranked[1] >= threshold)),
        "brier": np.mean(levels[0] * (1 - levels[1]) ** 2 + (1 - levels[0]) * levels[1] ** 2),
        "logLoss": -np.mean(levels[0] * np.log(sure) + (1 - levels[0]) * np.log(1 - sure)),
        "rankInterval": interval(spearmanr, ranked), "linearInterval": interval(pearsonr, means),
    }


def interval(correlation, pair):
    """Of 95 % by 20,000 resamples."""
    found = bootstrap(pair, lambda x, y: correlation(x, y).statistic, n_resamples=20_000, paired=True, vectorized=False,
                      method="percentile", rng=np.random.default_rng(1)).confidence_interval
    return [found.low, found.high]


def tied(count, digits):
    x = rng.normal(size=count).round(digits)
    y = (0.5 * x + rng.normal(size=count)).round(digits)
    return {"x": x.tolist(), "y": y.tolist(), "pearson": pearsonr(x, y).statistic,
            "spearman": spearmanr(x, y).statistic, "kendall": kendalltau(x, y).statistic}


def four(x, height, slope, centre, offset):
    return height * (1 / (1 + np.exp(-slope * (x - centre))) - 0.5) + offset


def five(x, height, slope, centre, tilt, offset):
    return four(x, height, slope, centre, offset) + tilt * x


def mapping(count, noise, sign):
    """Scores that follow a bent curve, fitted from many starts."""
    x = rng.random(count)
    y = 1 + 4 / (1 + np.exp(-sign * 9 * (x - 0.6))) + 0.3 * x + noise * rng.normal(size=count)
    case = {"x": x.tolist(), "y": y.tolist()}
    for name, curve, linear in [("four", four, [3.0]), ("five", five, [0.1, 3.0])]:
        fits = []
        for centre in (0.2, 0.4, 0.6, 0.8):
            for slope in (-12, -4, 4, 12):
                try:
                    fits.append(curve_fit(curve, x, y, [4, slope, centre, *linear], maxfev=20_000, xtol=1e-14, ftol=1e-14)[0])
                except RuntimeError:
                    pass
        mapped = min((curve(x, *fit) for fit in fits), key=lambda mapped: np.sum((mapped - y) ** 2))
        case[name] = [pearsonr(mapped, y).statistic, np.sqrt(np.mean((mapped - y) ** 2)), np.abs(mapped - y).mean()]
    return case


print(json.dumps({
    "distributions": [distributions(*case) for case in [(12, 5, 4), (30, 10, 200), (25, 7, 3)]],
    "pairs": [tied(*case) for case in [(8, 0), (40, 1), (60, 0), (200, 2)]],
    "mappings": [mapping(*case) for case in [(25, 0.2, 1), (60, 0.5, 1), (50, 0.3, -1)]],
}, separators=(",", ":"), allow_nan=False))
