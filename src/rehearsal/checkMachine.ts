import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { workspacePath } from '../base/files/workspacePath.js';
import type { ProblemList } from '../base/problems/problem.js';
import { describeBytes } from '../base/describeBytes.js';
import { machineMemory } from '../base/machineMemory.js';
import type { DiskBytes, MemoryBytes } from './runBytes.js';

/** What a run needs of the machine, in bytes. */
export interface RunNeeds {
  memory: MemoryBytes;
  disk: DiskBytes;
}

/** What the machine has, in bytes. */
export interface MachineRoom {
  memory: number;
  /** Free, where the caches of pictures and vectors lie. */
  disk: number;
  folder: string;
}

/** Measures the machine: its memory, or the share of it that this process may use, and the disk of the caches. */
export async function machineRoom(): Promise<MachineRoom> {
  const folder = workspacePath('data', 'cache');
  return {
    memory: machineMemory(),
    disk: await freeBytes(folder),
    folder,
  };
}

/** Adds a problem for memory and for disk that the machine does not have. */
export function checkMachine({ memory, disk }: RunNeeds, room: MachineRoom, problems: ProblemList): void {
  const { galleryVectors, inputs, rankingLists, evaluation } = memory;
  const held = galleryVectors + inputs + rankingLists + evaluation;
  if (held > room.memory) {
    problems.error({
      what: 'The run needs more memory than there is',
      where: 'this machine',
      expected: `at most ${describeBytes(room.memory)}`,
      found: `${describeBytes(held)}: gallery vectors ${describeBytes(galleryVectors)}, pictures or features ${describeBytes(inputs)}, ranking lists ${describeBytes(rankingLists)}, evaluation ${describeBytes(evaluation)}`,
      fix: 'take fewer pictures or shorter vectors; a query model on pictures may decode them whenever they are used, with --set pictures={}',
    });
  }
  const stored = disk.galleryVectors + disk.features + disk.squares;
  if (stored > room.disk) {
    problems.error({
      what: 'The run needs more room on the disk than there is',
      where: room.folder,
      expected: `at most ${describeBytes(room.disk)}`,
      found: `${describeBytes(stored)}: gallery vectors ${describeBytes(disk.galleryVectors)}, features ${describeBytes(disk.features)}, pictures ${describeBytes(disk.squares)}`,
      fix: 'make room, for example with `npx asym data clean`, or name another place with ASYMMETRIC_FOLDER',
    });
  }
}

/** Free bytes of the disk that a folder lies on, or will lie on. */
async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    const parent = dirname(folder);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === folder) throw error;
    return freeBytes(parent);
  }
}
