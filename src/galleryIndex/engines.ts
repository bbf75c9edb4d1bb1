import { parseConfig } from '../base/config/parseConfig.js';
import { unknownName } from '../base/config/unknownName.js';
import { exact } from './engines/exact.js';
import { lancedb } from './engines/lancedb.js';
import { milvus } from './engines/milvus.js';
import { pgvector } from './engines/pgvector.js';
import { qdrant } from './engines/qdrant.js';
import { usearch } from './engines/usearch.js';
import type { IndexEngine } from './types.js';

/** The engines by their kinds: a new one is a file and a line here. */
export const engines: Readonly<Record<string, IndexEngine>> = {
  exact,
  lancedb,
  milvus,
  pgvector,
  qdrant,
  usearch,
};

/** Configuration of an engine: its kind, and fields of its own with defaults. */
export type EngineConfig = { kind: string } & Record<string, unknown>;

/** The engine of a configuration. @throws RetrievalError (usage) for a kind that there is not. */
export function engineOf({ kind }: { kind: string }): IndexEngine {
  const engine = Object.hasOwn(engines, kind) ? engines[kind] : undefined;
  if (engine) return engine;
  throw unknownName(kind, Object.keys(engines), {
    what: 'There is no such engine of an index',
    where: 'kind',
    expected: Object.keys(engines).join(', '),
    fix: 'asym list engines',
  });
}

/** A configuration with its defaults. @throws RetrievalError (usage) for fields that the engine does not have. */
export function engineConfig(given: { kind: string }): EngineConfig {
  return parseConfig(engineOf(given).schema, given, `the engine ${given.kind}`);
}
