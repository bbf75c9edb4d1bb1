import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packagePath } from '../../src/base/files/packagePath.js';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { canExecuteNotebooks } from '../../src/report/notebook/execute/executeNotebook.js';

const folder = mkdtempSync(join(tmpdir(), 'start-'));
const cell =
  "import { currentWorkspace } from 'asymmetric-retrieval/study';\nconsole.log(currentWorkspace().profile);";
const notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'tslab' } },
  cells: [{ cell_type: 'code', id: 'one', execution_count: null, metadata: {}, outputs: [], source: cell }],
};

/** The command in a workspace of its own, which shares data and tools with the clone. */
async function start(): Promise<string> {
  const words = [packagePath('dist', 'cli', 'main.js'), 'start', '--profile', 'smoke'];
  const env = { ...process.env, ASYMMETRIC_FOLDER: folder };
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: folder, env });
  return stdout;
}

describe.skipIf(!canExecuteNotebooks())('asym start at toy size', () => {
  let [first, second] = ['', ''];
  beforeAll(async () => {
    for (const name of ['data', 'node_modules', '.venv'])
      symlinkSync(workspacePath(name), join(folder, name));
    mkdirSync(join(folder, 'notebooks'));
    writeFileSync(join(folder, 'notebooks', '01-toy.ipynb'), JSON.stringify(notebook));
    first = await start();
    second = await start();
  }, 900_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  test('trains three methods, says that nothing is committed here, and ends with the path of its page', () => {
    expect(first).toMatch(/Feature regression \((trained in|kept)/);
    expect(first).toMatch(/Monotonic mapping \(ours\) \((trained in|kept)/);
    expect(first).toContain('There are no committed runs of this configuration');
    expect(first).toContain(join(folder, 'figures', 'smoke', 'index.html'));
    expect(first).toContain('npm run lab');
  });

  test('writes a finished page with curves, pictures and a link to the notebook that it executed', () => {
    const page = readFileSync(join(folder, 'figures', 'smoke', 'index.html'), 'utf8');
    expect(page).not.toContain('http-equiv="refresh"');
    expect(page.match(/<polyline/g)!.length).toBe(6);
    expect(page).toMatch(/<img\s+class="right"\s+src="data:image/);
    const [, link] = /href="(notebooks\/[^"]+)"/.exec(page)!;
    const executed = readFileSync(join(folder, 'figures', 'smoke', link), 'utf8');
    expect(executed).toContain('smoke');
    expect((JSON.parse(executed) as typeof notebook).cells[0].outputs).toHaveLength(1);
  });

  test('a second start keeps runs and notebooks', () => {
    expect(second).toContain('Feature regression (kept from an earlier start)');
    expect(second).toContain('(1 unchanged)');
    expect(existsSync(join(folder, 'figures', 'smoke', 'results.json'))).toBe(true);
  });
});
