import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256, sha256OfFiles } from '../core/hash.mjs';
import { environmentPython, makeEnvironment } from '../core/pip.mjs';
import { differsFromRecords } from '../core/records.mjs';
import { trimPeers } from './peers.mjs';

/** The small Python environment that executes notebooks without a window. */
export const runnerStep = environmentStep({
  name: 'runner',
  title: 'notebook runner',
  list: 'notebook-runner',
  folderOf: (paths) => paths.runner,
});

/** The Python environment of JupyterLab, made by the first `npm run lab`. */
export const labStep = environmentStep({
  name: 'lab',
  title: 'JupyterLab',
  list: 'lab',
  folderOf: (paths) => paths.labVenv,
});

/** The libraries that `npm run bench` compares with. */
export const benchStep = environmentStep({
  name: 'bench',
  title: 'libraries to compare with (3 GB)',
  list: 'bench',
  folderOf: (paths) => paths.bench,
  finish: trimPeers,
});

/** PostgreSQL with pgvector, by which indexes in it are tried. */
export const postgresStep = environmentStep({
  name: 'postgres',
  title: 'PostgreSQL with pgvector (30 MB)',
  list: 'postgres',
  folderOf: (paths) => paths.postgres,
});

/** A Milvus server, by which indexes in it are tried. */
export const milvusStep = environmentStep({
  name: 'milvus',
  title: 'Milvus server (450 MB)',
  list: 'milvus',
  folderOf: (paths) => paths.milvus,
});

/** A local Ray cluster, and the object store that tests speak to. */
export const machinesStep = environmentStep({
  name: 'machines',
  title: 'Ray and an object store (500 MB)',
  list: 'machines',
  folderOf: (paths) => paths.machines,
});

function environmentStep({ name, title, list, folderOf, finish }) {
  const doneFile = 'package.json';
  return {
    name,
    title,
    // The programs of an environment carry absolute paths: one that was moved is made anew.
    key: ({ paths }) => sha256(paths.root, sha256OfFiles([paths.requirements(list)])),
    exists: ({ paths }) =>
      [doneFile, 'pyvenv.cfg'].every((file) => existsSync(join(folderOf(paths), file))) &&
      existsSync(environmentPython(folderOf(paths))),
    products: ({ paths }) => [folderOf(paths)],
    damage({ paths }) {
      for (const folder of packagesOf(folderOf(paths))) {
        const file = differsFromRecords(folder);
        if (file) return `${join(folder, file)} is not what its package brought`;
      }
    },
    async make(context) {
      const folder = folderOf(context.paths);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(dirname(folder), { recursive: true });
      await makeEnvironment(context, folder, context.paths.requirements(list));
      await finish?.(context, folder);
      // Without it Node would read the scripts inside by the rules of this repository's package.json.
      const temporary = join(folder, `${doneFile}.tmp`);
      writeFileSync(temporary, '{ "type": "commonjs" }\n');
      renameSync(temporary, join(folder, doneFile));
    },
  };
}

/** The folders of an environment's packages. */
function packagesOf(environment) {
  const lib = join(environment, 'lib');
  const pythons = existsSync(lib) ? readdirSync(lib) : [];
  return pythons.map((python) => join(lib, python, 'site-packages')).filter((folder) => existsSync(folder));
}
