"""A gallery in LanceDB. python3 lancedb_index.py gallery.parquet queries.parquet 5 folder

The column `embedding` of the files that `asym extract` writes is a list of one length, as LanceDB wants it.
"""
import json
import sys

import lancedb
import pyarrow.parquet as parquet

gallery, queries, count, folder = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
table = lancedb.connect(folder).create_table("gallery", parquet.read_table(gallery), mode="overwrite")
# Without an index every row is compared. From some 100,000 rows on: table.create_index("cosine", vector_column_name="embedding")
found = {}
for row in parquet.read_table(queries).to_pylist():
    results = table.search(row["embedding"], vector_column_name="embedding").distance_type("cosine").limit(count)
    found[row["id"]] = [result["id"] for result in results.to_list()]
print(json.dumps(found))
