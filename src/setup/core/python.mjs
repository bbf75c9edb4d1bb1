import { Obstacle } from './obstacle.mjs';
import { capture } from './process.mjs';
import { findProgram } from './programs.mjs';

const probe = `
import json, sys
try:
    import pip
    pip = pip.__version__
except ImportError:
    pip = None
print(json.dumps({'version': list(sys.version_info[:3]), 'pip': pip}))
`;

/**
 * The first Python 3.9 or newer with pip: `$PYTHON`, python3, python. Resolves to `{ program, version, pip }`.
 * @throws Obstacle when there is none.
 */
export async function findPython(signal) {
  const names = [process.env.PYTHON, 'python3', 'python'].filter(Boolean);
  const programs = [...new Set(names.map(findProgram).filter(Boolean))];
  let problem = 'no Python was found';
  for (const program of programs) {
    const found = await inspect(program, signal);
    if (!found) problem = `${program} does not start`;
    else if (found.version[0] !== 3 || found.version[1] < 9)
      problem = `Python ${found.version.join('.')} is too old`;
    else if (!found.pip) problem = `${program} has no pip`;
    else return { program, version: found.version.join('.'), pip: found.pip };
  }
  throw new Obstacle(
    problem,
    'install Python 3.9 or newer with pip (Debian: python3 python3-pip), then npm run setup',
  );
}

async function inspect(program, signal) {
  try {
    return JSON.parse(await capture(program, ['-c', probe], { signal }));
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}
