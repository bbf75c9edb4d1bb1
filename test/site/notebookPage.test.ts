import { expect, test } from 'vitest';
import { loadSite } from './loadSite.js';

interface Embeds {
  html: (number: number, way: string) => string;
  files: Map<string, Uint8Array>;
}
const { createEmbeds } = await loadSite<{ createEmbeds: () => Embeds }>('embeds');
const { notebookPage, notebookTitle } = await loadSite<{
  notebookPage: (notebook: object, embeds: Embeds) => string;
  notebookTitle: (notebook: object) => string;
}>('notebookPage');

const png = Buffer.from('a picture').toString('base64');
const drawing = { data: [{ y: [1, 2] }], layout: { height: 300 }, config: {} };
const notebook = {
  cells: [
    { cell_type: 'markdown', source: ['# Title\n', '\n', 'Words with $x$.'] },
    {
      cell_type: 'code',
      source: 'show(figure);',
      metadata: {},
      outputs: [
        {
          output_type: 'display_data',
          data: { 'application/vnd.plotly.v1+json': drawing, 'image/png': png, 'text/plain': 'a "line"' },
        },
        { output_type: 'stream', text: ['1 < 2\n'] },
        {
          output_type: 'display_data',
          data: { 'text/html': `<b>bold</b>\n\n<img src="data:image/png;base64,${png}">` },
        },
      ],
    },
    { cell_type: 'code', source: 'check();', metadata: { jupyter: { source_hidden: true } }, outputs: [] },
    { cell_type: 'code', source: '', metadata: {}, outputs: [] },
  ],
};

test('a notebook becomes Markdown with its outputs as pieces of HTML and their pictures as files', () => {
  const embeds = createEmbeds();
  expect(notebookTitle(notebook)).toBe('Title');
  expect(notebookPage(notebook, embeds).split('\n\n')).toEqual([
    '# Title',
    'Words with $x$.',
    '```ts\nshow(figure);\n```',
    ...[0, 1, 2].map((n) => `\`\`\`embed\n${n}\n\`\`\``),
    '<details><summary>Code of this cell</summary>',
    '```ts\ncheck();\n```',
    '</details>',
    '',
  ]);
  const [picture, json] = [...embeds.files.keys()].sort(byEnding);
  expect(embeds.html(0, '../')).toBe(
    `<figure class="shown" data-figure="../${json}"><img src="../${picture}" alt="a &quot;line&quot;" loading="lazy"></figure>`,
  );
  expect(embeds.html(1, '')).toBe('<pre class="output">1 &lt; 2\n</pre>');
  expect(embeds.html(2, '')).toBe(`<div class="output"><b>bold</b>\n\n<img src="${picture}"></div>`);
  expect(Buffer.from(embeds.files.get(picture)!).toString()).toBe('a picture');
  expect(JSON.parse(Buffer.from(embeds.files.get(json)!).toString())).toEqual({
    data: drawing.data,
    layout: drawing.layout,
  });
});

/** Pictures before drawings. */
function byEnding(a: string, b: string): number {
  return Number(a.endsWith('.json')) - Number(b.endsWith('.json'));
}
