import { z } from 'zod';
import { RetrievalError } from '../../errors.js';
import type { ExportedFiles } from '../exportedFiles.js';
import { topologyFile } from './modelSource.js';

/** Each inbound node is a list of `[layer, node, tensor, arguments]`. */
const topologySchema = z.object({
  modelTopology: z.object({
    config: z.object({
      layers: z.array(
        z.object({ name: z.string(), inbound_nodes: z.array(z.array(z.tuple([z.string()], z.unknown()))) }),
      ),
    }),
  }),
});

/**
 * Looks whether every layer of a layers model comes after those that it is applied to: TensorFlow.js waits for ever for one
 * that never comes.
 * @throws RetrievalError (data) for a file that is missing, is no such topology, or names a layer that does not come before.
 */
export function checkTopology(files: ExportedFiles): void {
  const before = new Set<string>();
  for (const { name, inbound_nodes: nodes } of layersOf(files)) {
    const missing = nodes.flat().find(([layer]) => !before.has(layer))?.[0];
    if (missing !== undefined)
      throw damaged(`layer ${name} is applied to ${missing}, which does not come before`);
    before.add(name);
  }
}

function layersOf(files: ExportedFiles) {
  try {
    const text = Buffer.from(files.get(topologyFile) ?? []).toString();
    return topologySchema.parse(JSON.parse(text)).modelTopology.config.layers;
  } catch (cause) {
    throw damaged(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function damaged(found: string, cause?: unknown): RetrievalError {
  return new RetrievalError({
    what: 'The layers of the exported model can not be read',
    where: topologyFile,
    expected: 'layers that are applied to layers before them',
    found,
    fix: 'export the model again',
    kind: 'data',
    cause,
  });
}
