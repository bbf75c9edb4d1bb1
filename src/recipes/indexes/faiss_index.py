"""A gallery in FAISS. python3 faiss_index.py gallery.parquet queries.parquet 5

Reads the files that `asym extract` writes; rows are of length 1, so that inner products are cosines.
"""
import json
import sys

import faiss
import numpy as np
import pyarrow.parquet as parquet


def read(file):
    table = parquet.read_table(file)
    vectors = table["embedding"].combine_chunks()
    return table["id"].to_pylist(), vectors.flatten().to_numpy().reshape(len(vectors), -1)


gallery, queries, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
ids, vectors = read(gallery)
asked, looked_for = read(queries)

# Exact. For a million rows and more: faiss.index_factory(columns, "IVF4096,Flat", faiss.METRIC_INNER_PRODUCT), which is trained.
index = faiss.IndexFlatIP(vectors.shape[1])
index.add(np.ascontiguousarray(vectors, dtype=np.float32))
_, rows = index.search(np.ascontiguousarray(looked_for, dtype=np.float32), count)
print(json.dumps({query: [ids[row] for row in found] for query, found in zip(asked, rows)}))
