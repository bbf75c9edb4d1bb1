import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { benchItems } from '../../src/bench/items.js';
import { workloads } from '../../src/bench/workloads/workloads.js';
import { packagePath } from '../../src/base/files/packagePath.js';

test('every item has a workload, inputs and peers whose programs are there, and a name of its own', () => {
  const items = benchItems({ galleryRows: 1000 });
  expect(new Set(items.map(({ name }) => name)).size).toBe(items.length);
  for (const { workload, peers } of items) {
    expect(workloads).toHaveProperty(workload);
    expect(peers.length).toBeGreaterThan(0);
    for (const peer of peers) {
      if ('workload' in peer) expect(workloads).toHaveProperty(peer.workload);
      else expect(existsSync(packagePath('bench', 'peers', peer.python)), peer.python).toBe(true);
    }
  }
});
