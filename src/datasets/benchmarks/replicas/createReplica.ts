import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RetrievalError } from '../../../errors.js';
import { atomicWrite } from '../../../base/files/atomicWrite.js';
import { safeJoin } from '../../../base/files/safeJoin.js';
import { owningFolder } from '../../../base/files/owning.js';
import { forEachConcurrently } from '../../../base/forEachConcurrently.js';
import type { BenchmarkName } from '../names.js';
import { readReplicaNote, replicaNote } from '../publishedCounts.js';
import { drawPhoto } from './drawPhoto.js';
import { planGoogleLandmarks, planSfm } from './landmarks.js';
import { planBirds, planInShop, planProducts } from './objects.js';
import { replicaTools, type ReplicaPlan, type ReplicaTools } from './plan.js';
import { planDistractors, planRevisited } from './revisited.js';

const plans: Record<BenchmarkName, (tools: ReplicaTools) => ReplicaPlan> = {
  roxford5k: (tools) => planRevisited('roxford5k', tools),
  rparis6k: (tools) => planRevisited('rparis6k', tools),
  revisitop1m: planDistractors,
  'google-landmarks-v2': planGoogleLandmarks,
  sfm120k: planSfm,
  'in-shop': planInShop,
  'stanford-online-products': planProducts,
  'cub-200-2011': planBirds,
};

/**
 * Writes a replica of a benchmark: 12 to 60 generated photos of about 60 pixels with all lists, in the owner's layout, for
 * tests and for trying a configuration. Photos of one thing look alike; nothing measured on them says anything about the
 * benchmark. Equal seeds give equal replicas. `replica.json` says what the folder is.
 *
 * @param folder made if need be; a replica that is there is written again.
 * @throws RetrievalError for a folder with anything else in it, and while another process writes there.
 */
export async function createReplica(
  name: BenchmarkName,
  folder: string,
  { seed = 0 }: { seed?: number } = {},
): Promise<void> {
  await owningFolder(folder, async () => {
    checkFolder(name, folder);
    const { lists, photos, counts } = plans[name](replicaTools(seed, name));
    const [noteFile, note] = replicaNote({ replicaOf: name, seed, counts });
    await atomicWrite(join(folder, noteFile), note);
    for (const [path, content] of lists) await atomicWrite(safeJoin(folder, path), content);
    const drawings = [...photos];
    await forEachConcurrently(drawings.length, async (i) => {
      const [path, photo] = drawings[i]!;
      await atomicWrite(safeJoin(folder, path), await drawPhoto(photo, seed));
    });
  });
}

function checkFolder(name: BenchmarkName, folder: string): void {
  if (readdirSync(folder).every((entry) => entry === '.lock')) return;
  const found = readReplicaNote(folder)?.replicaOf;
  if (found === name) return;
  throw new RetrievalError({
    what: 'The folder for the replica holds something else',
    where: folder,
    expected: `no folder, an empty one, or a replica of ${name}`,
    found: found === undefined ? 'other files' : `a replica of ${found}`,
    fix: 'name another folder',
  });
}
