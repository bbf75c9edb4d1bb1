import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { howToInstall } from '../../base/files/howToInstall.js';
import { packagePath } from '../../base/files/packagePath.js';
import { workspacePath } from '../../base/files/workspacePath.js';
import { nativePackages } from '../../compute/backend/nativePackage.js';
import { selectBackend, type BackendReport } from '../../compute/backend/selectBackend.js';
import { hasWeights, hasWholeWeights, weightPath } from '../../models/weightFiles.js';
import { weightFiles, type PretrainedName } from '../../models/pretrainedWeights.js';

/** What an installed package finds around it. */
export interface PackageReport {
  /** Whether nothing that is needed is broken. */
  ok: boolean;
  version: string;
  node: { version: string; needed: string };
  /** Folder of data and caches. */
  folder: string;
  backend: BackendReport | null;
  /** Packages that parts of the library need; null where one is not installed. */
  optional: { name: string; tried: string; installed: string | null }[];
  weights: { name: PretrainedName; isHere: boolean; isWhole: boolean }[];
  problems: { severity: 'error' | 'warning'; what: string; cure: string }[];
}

interface Manifest {
  version: string;
  engines: { node: string };
  peerDependencies: Record<string, string>;
}

/** Looks at Node, at the optional packages, at the weights and at what computes. */
export async function examinePackage(): Promise<PackageReport> {
  const manifest = JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as Manifest;
  const problems: PackageReport['problems'] = [];
  const backend = await selectBackend().catch((error: Error) => {
    problems.push({ severity: 'error', what: `no backend: ${error.message}`, cure: 'see above' });
    return null;
  });
  if (backend?.name === 'cpu') {
    const what = 'computing in plain JavaScript, at toy sizes only';
    problems.push({ severity: 'warning', what, cure: howToInstall(nativePackages[1]) });
  }
  const weights = await Promise.all(
    (Object.keys(weightFiles) as PretrainedName[]).map(async (name) => {
      return { name, isHere: hasWeights(name), isWhole: await hasWholeWeights(name) };
    }),
  );
  for (const { name } of weights.filter(({ isHere, isWhole }) => isHere && !isWhole)) {
    const what = `the weights of ${name} are damaged or another version: ${weightPath(name)}`;
    problems.push({ severity: 'error', what, cure: `delete the file, then npx asym data weights ${name}` });
  }
  return {
    ok: problems.every(({ severity }) => severity !== 'error'),
    version: manifest.version,
    node: { version: process.versions.node, needed: manifest.engines.node },
    folder: workspacePath(),
    backend,
    optional: Object.entries(manifest.peerDependencies).map(([name, tried]) => ({
      name,
      tried,
      installed: installedVersion(name),
    })),
    weights,
    problems,
  };
}

function installedVersion(name: string): string | null {
  const { resolve } = createRequire(packagePath('package.json'));
  try {
    return (JSON.parse(readFileSync(resolve(`${name}/package.json`), 'utf8')) as Manifest).version;
  } catch {
    return null;
  }
}
