"""Evaluation of a trained query model with scikit-learn and SciPy: three mean average precisions, and Kendall's tau and
Spearman's correlation of both models' rankings."""

import numpy as np
import scipy
from protocol import arrays, serve
from scipy.stats import kendalltau, spearmanr
from sklearn.metrics import average_precision_score

inputs = arrays()
relevant = inputs["queryLabels"][:, None] == inputs["galleryLabels"]


def mean_average_precision(scores):
    return np.mean([average_precision_score(r, s) for r, s in zip(relevant, scores)])


def run():
    gallery = inputs["galleryModelQueries"] @ inputs["galleryModelGallery"].T
    query = inputs["queryModelQueries"] @ inputs["queryModelGallery"].T
    asymmetric = inputs["queryModelQueries"] @ inputs["galleryModelGallery"].T
    pairs = list(zip(gallery, asymmetric))
    return [
        *(mean_average_precision(scores) for scores in (gallery, query, asymmetric)),
        np.mean([kendalltau(a, b).statistic for a, b in pairs]),
        np.mean([spearmanr(a, b).statistic for a, b in pairs]),
    ]


serve(run, lambda numbers: {"numbers": numbers}, scipy=scipy.__version__)
