import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { benchItems } from '../../src/bench/items.js';
import { workloads } from '../../src/bench/workloads/workloads.js';
import { repositoryRoot } from '../../src/base/files/repositoryRoot.js';

test('every item has a workload, inputs and peers whose programs are there, and a name of its own', () => {
  const items = benchItems({ galleryRows: 1000 });
  expect(new Set(items.map(({ name }) => name)).size).toBe(items.length);
  for (const { workload, peers } of items) {
    expect(workloads).toHaveProperty(workload);
    expect(peers.length).toBeGreaterThan(0);
    for (const peer of peers) {
      if ('workload' in peer) expect(workloads).toHaveProperty(peer.workload);
      else
        expect(existsSync(join(repositoryRoot(), 'src', 'bench', 'peers', peer.python)), peer.python).toBe(
          true,
        );
    }
  }
});
