"""Compares random distributions of votes, with many equal means, by SciPy.

usage: python generate.py > expected.json
"""
import json

import numpy as np
from scipy.stats import pearsonr, spearmanr, wasserstein_distance

rng = np.random.default_rng(20260302)
cases = []
for count, bins, votes in [(12, 5, 4), (30, 10, 200), (25, 7, 3)]:
    truths = rng.multinomial(votes, rng.dirichlet(np.ones(bins), count)) / votes
    predictions = 0.5 * truths + 0.5 * rng.dirichlet(np.ones(bins), count)
    predictions[:2] = truths[:2]
    scores = np.arange(1, bins + 1)
    means = truths @ scores, predictions @ scores
    deviations = [np.sqrt(shares @ scores**2 - (shares @ scores) ** 2) for shares in (truths, predictions)]
    cases.append({
        "truths": truths.tolist(), "predictions": predictions.tolist(),
        # Rounded, since means that are equal on paper are ranked apart by their last bits.
        "rankCorrelation": spearmanr(means[0].round(9), means[1].round(9)).statistic,
        "linearCorrelation": pearsonr(*means).statistic, "deviationCorrelation": pearsonr(*deviations).statistic,
        "meanError": np.abs(means[0] - means[1]).mean(),
        "earthMoversDistance": np.mean([wasserstein_distance(scores, scores, p, q) / bins
                                        for p, q in zip(truths, predictions)]),
    })
print(json.dumps(cases, separators=(",", ":"), allow_nan=False))
