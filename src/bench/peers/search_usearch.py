"""Exact search for the best ten with usearch."""

import usearch
from protocol import arrays, serve, threads
from usearch.index import MetricKind, search

inputs = arrays()
queries, gallery = inputs["queries"], inputs["gallery"]


def run():
    return search(gallery, queries, 10, MetricKind.IP, exact=True, threads=threads())


serve(run, lambda found: {"scores": 1 - found.distances.ravel()[:100]}, usearch=usearch.__version__)
