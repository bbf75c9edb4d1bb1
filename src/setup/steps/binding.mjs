import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileSha256, sha256, sha256OfFiles } from '../core/hash.mjs';
import { Obstacle, SetupFailure } from '../core/obstacle.mjs';
import { capture } from '../core/process.mjs';
import { readJson } from '../core/stamps.mjs';
import { localCompilers, zigCompiler } from './compilers.mjs';
import { tensorflowFolder } from './native.mjs';

/**
 * The binding between Node and TensorFlow, compiled from the sources in the npm package and our additions to them against
 * the wheel's library. It is kept in `.native` and copied into the package, which every `npm ci` empties.
 */
export const bindingStep = {
  name: 'binding',
  title: 'TensorFlow binding',
  after: ['npm', 'native'],
  key: bindingKey,
  exists: (context) => isSame(keptBinding(context), context.paths.installedBinding),
  products: ({ paths }) => [paths.installedBinding],
  digest: (context) => fileSha256(keptBinding(context)),
  async make(context) {
    const kept = keptBinding(context);
    if (!existsSync(kept) || context.isForced(bindingStep)) await build(context, kept);
    const { installedBinding } = context.paths;
    mkdirSync(dirname(installedBinding), { recursive: true });
    // A process that has the old file open keeps it.
    const temporary = `${installedBinding}.tmp`;
    copyFileSync(kept, temporary);
    renameSync(temporary, installedBinding);
  },
};

function bindingKey(context) {
  const lock = readJson(join(context.paths.root, 'package-lock.json'))?.packages ?? {};
  const names = ['@tensorflow/tfjs-node-gpu', 'node-api-headers'];
  const versions = names.map((name) => lock[`node_modules/${name}`]?.version ?? '');
  // The binding holds the absolute path of TensorFlow's library.
  return sha256(tensorflowFolder(context), sha256OfFiles(ownSources(context)), ...versions);
}

function ownSources({ paths }) {
  return ['cardMemory.cc', 'graphFunctions.cc', 'quietLogs.cc', 'startContext.cc'].map((file) =>
    join(paths.source, 'setup', 'native', file),
  );
}

function keptBinding(context) {
  return join(context.paths.bindings, `${bindingKey(context).slice(0, 16)}.node`);
}

function isSame(kept, installed) {
  return existsSync(kept) && existsSync(installed) && readFileSync(kept).equals(readFileSync(installed));
}

async function build(context, kept) {
  const { paths } = context;
  const built = join(paths.temporary, 'binding.node');
  await compile(context, built);
  await loads(context, built);
  mkdirSync(paths.bindings, { recursive: true });
  for (const old of readdirSync(paths.bindings)) rmSync(join(paths.bindings, old));
  chmodSync(built, 0o755);
  renameSync(built, kept);
}

async function compile(context, target) {
  const problems = [];
  for (const compiler of localCompilers()) {
    try {
      context.say(`compiling with ${compiler.name}`);
      return await runCompiler(context, compiler, target);
    } catch (error) {
      if (!(error instanceof SetupFailure)) throw error;
      problems.push(`${error.message}: ${error.output.trim().split('\n').at(-1)}`);
    }
  }
  const zig = await zigCompiler(context);
  context.say('compiling with zig (minutes)');
  try {
    await runCompiler(context, zig, target);
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    const last = `${error.message}: ${error.output.trim().split('\n').at(-1)}`;
    throw new Obstacle(
      `the TensorFlow binding does not compile (${[...problems, last].join('; ')})`,
      'install g++ (Debian: g++), then npm run setup -- --force binding',
      { lasting: true },
    );
  }
}

function runCompiler({ paths, variant, signal }, { name, command, flags, env = {} }, target) {
  const tensorflow = tensorflowFolder({ paths, variant });
  const ofPackage = join(paths.nativePackage, 'binding');
  // They include those of the package.
  const sources = ownSources({ paths });
  const headers = join(paths.nodeModules, 'node-api-headers', 'include');
  const includes = [headers, join(tensorflow, 'include'), ofPackage];
  const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'].map((file) =>
    join(tensorflow, file),
  );
  const args = [
    '-std=c++17',
    '-O2',
    '-shared',
    '-fPIC',
    '-DNAPI_VERSION=8',
    ...includes.map((folder) => `-I${folder}`),
  ];
  return capture(
    command,
    [...flags, ...args, ...sources, '-o', target, ...libraries, `-Wl,-rpath,${tensorflow}`],
    {
      env: { TMPDIR: paths.temporary, ...env },
      signal,
      failure: `${name} could not compile the TensorFlow binding`,
    },
  );
}

async function loads({ signal }, file) {
  try {
    await capture(process.execPath, ['-e', 'require(process.argv[1])', file], {
      env: { TF_CPP_MIN_LOG_LEVEL: '2' },
      signal,
      failure: 'the TensorFlow binding does not load',
    });
  } catch (error) {
    signal?.throwIfAborted();
    const line = error.output.split('\n').find((text) => text.startsWith('Error:')) ?? error.message;
    throw new Obstacle(
      `${error.message}: ${line}`,
      'see npm run doctor; npm run setup -- --force native binding',
      {
        lasting: true,
      },
    );
  }
}
