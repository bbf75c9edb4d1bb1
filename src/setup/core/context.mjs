import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { tensorflowVersion } from '../pins.mjs';
import { chooseVariant } from './machine.mjs';
import { workspace } from './paths.mjs';
import { findPython } from './python.mjs';
import { readJson, writeJson } from './stamps.mjs';

/** What every step gets: the places, the TensorFlow variant, the Python to use, where to report and when to stop. */
export function createContext({ asked, signal, say = (text) => console.error(`set-up: ${text}`) } = {}) {
  const paths = workspace;
  let python;
  return {
    paths,
    signal,
    say,
    ...variantOf(paths, asked),
    python: () => (python ??= findPython(signal)),
  };
}

/** The variant asked for once stays until another is asked for. */
function variantOf(paths, asked) {
  const file = join(paths.state, 'variant.json');
  if (asked) writeJson(file, { variant: asked });
  const cudaInstalled = existsSync(join(paths.native, `${tensorflowVersion}-cuda`, 'tensorflow'));
  const choice = { root: paths.root, cudaInstalled, asked: asked ?? readJson(file)?.variant };
  return chooseVariant(choice);
}
