import { escapeHtml } from './embeds.mjs';

const plotlyType = 'application/vnd.plotly.v1+json';
const joined = (text) => [text ?? ''].flat().join('');

/** A notebook with its outputs as Markdown; pieces of HTML, figures and pictures go to the embeds. */
export function notebookPage(notebook, embeds) {
  return notebook.cells.map((cell) => cellPage(cell, embeds)).join('\n\n');
}

/** The title of a notebook: the words of its first heading. */
export function notebookTitle(notebook) {
  const words = notebook.cells
    .filter((cell) => cell.cell_type === 'markdown')
    .map((cell) => /^# +(.+)$/m.exec(joined(cell.source))?.[1]);
  return words.find((title) => title !== undefined);
}

function cellPage(cell, embeds) {
  const source = joined(cell.source);
  if (cell.cell_type !== 'code') return source;
  const outputs = (cell.outputs ?? []).map((output) => outputPage(output, embeds));
  return [codeBlock(cell, source), ...outputs].filter(Boolean).join('\n\n');
}

function codeBlock({ metadata }, source) {
  if (source.trim() === '') return '';
  const block = `\`\`\`ts\n${source}\n\`\`\``;
  if (!metadata?.jupyter?.source_hidden) return block;
  return `<details><summary>Code of this cell</summary>\n\n${block}\n\n</details>`;
}

function outputPage(output, embeds) {
  const { output_type: type, data = {}, metadata = {} } = output;
  if (type === 'stream') return text(joined(output.text), embeds);
  if (type === 'error') return text(`${output.ename}: ${output.evalue}`, embeds);
  const words = joined(data['text/plain']);
  const png = data['image/png'] && Buffer.from(joined(data['image/png']), 'base64');
  if (png)
    return embeds.figure({
      png,
      alt: metadata['image/png']?.alt ?? words,
      plotly: figureOf(data[plotlyType]),
    });
  if (data['text/html']) return embeds.add(`<div class="output">${joined(data['text/html'])}</div>`);
  return text(words, embeds);
}

/** What draws a figure; the state that viewers add is left out. */
function figureOf(plotly) {
  return plotly && { data: plotly.data, layout: plotly.layout, frames: plotly.frames };
}

function text(words, embeds) {
  return words === '' ? '' : embeds.add(`<pre class="output">${escapeHtml(words)}</pre>`);
}
