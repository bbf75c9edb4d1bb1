import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { workspacePath } from '../../../src/base/files/workspacePath.js';
import { canRender } from '../../../src/report/plots/renderer.js';

const root = workspacePath();
const python = join(root, '.venv', 'bin', 'python');
const library = join(root, 'src', 'dist', 'report', 'index.js');
const kernel = join(root, 'src', 'report', 'notebook', 'execute', 'kernels', 'tslab', 'kernel.json');
const ready = [python, library, kernel].every((file) => existsSync(file)) && canRender();

const cells = [
  `const { show, showTable, showHtml, progressBar, inNotebook } = await import(process.cwd() + '/src/dist/report/index.js');
const { temperatureCurves, closeRenderer } = await import(process.cwd() + '/src/dist/report/index.js');
console.log(inNotebook());`,
  `await show(temperatureCurves());`,
  `showTable([{ method: '<script>', map: 1 }], { caption: 'Results' });`,
  `const bar = progressBar(2, 'Steps'); bar.update(1); bar.update(2); bar.stop(); await closeRenderer();`,
];

const script = `
import json, sys, nbformat, nbclient
v4 = nbformat.v4
book = v4.new_notebook(cells=[v4.new_code_cell(source) for source in json.loads(sys.argv[1])])
nbclient.NotebookClient(book, kernel_name='tslab', timeout=60, coalesce_streams=True).execute()
print(json.dumps([[dict(output) for output in cell.outputs] for cell in book.cells]))
`;

interface Output {
  output_type: string;
  text?: string;
  data?: Record<string, unknown>;
  metadata?: Record<string, { alt: string }>;
}

describe.skipIf(!ready)(
  'a notebook on the TypeScript kernel, with the notebook runner from the set-up',
  () => {
    const outputsOf = async (sources: string[]): Promise<Output[][]> => {
      const { stdout } = await promisify(execFile)(python, ['-c', script, JSON.stringify(sources)], {
        cwd: root,
        env: { ...process.env, JUPYTER_PATH: join(root, 'src', 'report', 'notebook', 'execute') },
        maxBuffer: 2 ** 26,
      });
      return JSON.parse(stdout) as Output[][];
    };

    test('does not watch files, whose changes would end it between two cells', async () => {
      const [, watched] = await outputsOf([
        `import { RetrievalError } from 'asymmetric-retrieval';`,
        `console.log(process.getActiveResourcesInfo().filter((name) => /FSEvent|StatWatcher/.test(name)).length);`,
      ]);
      expect(watched[0].text).toBe('0\n');
    });

    test('gets figures, tables and progress as one output each, in several formats', async () => {
      const [start, figure, table, progress] = await outputsOf(cells);
      expect(start[0].text).toBe('true\n');
      expect(figure).toHaveLength(1);
      const { data, metadata } = figure[0];
      expect(data!['application/vnd.plotly.v1+json']).toHaveProperty('layout.sliders.0.steps');
      expect(
        Buffer.from(data!['image/png'] as string, 'base64')
          .subarray(1, 4)
          .toString(),
      ).toBe('PNG');
      expect(data!['text/plain']).toMatch(/^A low temperature .*\. Left: .* step$/);
      expect(metadata!['image/png'].alt).toBe(data!['text/plain']);
      expect(table[0].data!['text/html']).toContain('&lt;script&gt;');
      expect(table[0].data!['text/plain']).toContain('Results');
      expect(progress).toHaveLength(1);
      expect(progress[0].data!['text/plain']).toContain('Steps 2/2 100 %');
    });
  },
);
