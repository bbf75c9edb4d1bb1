"""A gallery in usearch. python3 usearch_index.py gallery.npy queries.npy 5

Reads `NAME.npy` and `NAME.ids.txt`, which `asym extract` writes beside each other.
"""
import json
import sys

import numpy as np
from usearch.index import Index


def read(file):
    with open(file.removesuffix(".npy") + ".ids.txt", encoding="utf-8") as lines:
        return lines.read().splitlines(), np.load(file)


gallery, queries, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
ids, vectors = read(gallery)
asked, looked_for = read(queries)

index = Index(ndim=vectors.shape[1], metric="cos", dtype="f32")
index.add(np.arange(len(vectors)), vectors)
# exact=True compares with every row; without it the graph is searched, faster and approximately.
matches = index.search(looked_for, count, exact=True)
print(json.dumps({query: [ids[key] for key in found] for query, found in zip(asked, matches.keys.reshape(len(asked), -1))}))
