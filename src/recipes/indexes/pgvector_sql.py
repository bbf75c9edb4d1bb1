"""A gallery for PostgreSQL with pgvector. python3 pgvector_sql.py gallery.parquet | psql DATABASE

Writes the statements; the last one, which stands in a comment, is the search.
"""
import sys

import pyarrow.parquet as parquet

table = parquet.read_table(sys.argv[1])
columns = table.schema.field("embedding").type.list_size


def text(value):
    return "'" + value.replace("'", "''") + "'"


print("CREATE EXTENSION IF NOT EXISTS vector;")
print(f"CREATE TABLE gallery (id text PRIMARY KEY, embedding vector({columns}) NOT NULL);")
for batch in table.to_batches(max_chunksize=500):
    rows = [f"({text(row['id'])}, '[{','.join(map(repr, row['embedding']))}]')" for row in batch.to_pylist()]
    print("INSERT INTO gallery VALUES\n" + ",\n".join(rows) + ";")
# Approximate, and worth it from some 10,000 rows on; an index of vectors has at most 2,000 columns.
print("CREATE INDEX ON gallery USING hnsw (embedding vector_ip_ops);")
print("-- SELECT id, -(embedding <#> '[...]') AS cosine FROM gallery ORDER BY embedding <#> '[...]' LIMIT 5;")
