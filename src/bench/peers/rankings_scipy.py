"""Measures of two long rankings with SciPy and NumPy. Argument: `kendall`, `order` or `overlap`."""

import numpy as np
import scipy
from protocol import ARGUMENTS, arrays, serve
from scipy.stats import kendalltau

lists = arrays()
gallery, query = lists["gallery"], lists["query"]


def overlap(persistence=0.9):
    a, b = (np.argsort(-x, kind="stable") for x in (gallery, query))
    length = len(a)
    place = np.empty(length, np.int64)
    place[b] = np.arange(length)
    # An item is shared from the depth on at which the later of both rankings reaches it.
    shared = np.cumsum(np.bincount(np.maximum(np.arange(length), place[a]), minlength=length))
    depths = np.arange(1, length + 1)
    truncated = ((1 - persistence) * persistence ** (depths - 1) * shared / depths).sum()
    return truncated + shared[-1] / length * persistence**length


measures = {
    "kendall": lambda: kendalltau(gallery, query).statistic,
    # Without ties order consistency over the whole list is (tau + 1) / 2.
    "order": lambda: (kendalltau(gallery, query).statistic + 1) / 2,
    "overlap": overlap,
}
serve(measures[ARGUMENTS[0]], lambda value: {"value": [value]}, scipy=scipy.__version__)
