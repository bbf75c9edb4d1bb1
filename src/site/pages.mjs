import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, normalize, relative } from 'node:path';
import {
  anchorOf,
  cutDocument,
  withCommentsAbove,
  withFileNames,
  withPictures,
  withTargets,
} from './markdown.mjs';
import { notebookPage, notebookTitle } from './notebookPage.mjs';
import { documentGroups, documentTitles, furtherDocuments, groups, guides, leading } from './outline.mjs';

/**
 * The pages of the site in their order, each as `{ group, title, name, markdown }` with links that lead to `name.md` of other
 * pages, and the start page as `home`. A notebook or a document at the top of the workspace becomes a page by lying there.
 *
 * @param stage the folder in which the pages will lie
 * @throws Error for a link to nothing, and for a section of the outline that no document has
 */
export function collectPages(root, stage, embeds) {
  const documents = new Map(documentNames(root).map((file) => [file, cutDocument(read(root, file))]));
  const addresses = new Map();
  const made = guides.map((guide) => guidePage(guide, documents, addresses));
  const whole = [...documents].map(([file, document]) => documentPage(file, document, addresses));
  const notebooks = notebookNames(root).map((file) => notebookOf(root, file, addresses, embeds));
  const finish = ({ parts, ...page }) => ({
    ...page,
    markdown: parts
      .map(({ file, text }) => linked(text, { root, stage, file, addresses, embeds }))
      .join('\n\n'),
  });
  const pages = [...made, ...whole.filter(({ parts }) => parts.length > 0), ...notebooks];
  const [home, others] = [
    pages.find(({ name }) => name === 'readme'),
    pages.filter(({ name }) => name !== 'readme'),
  ];
  const order = ({ group, name }) => groups.indexOf(group) - (leading.includes(name) ? 0.5 : 0);
  return { home: finish(home), pages: others.sort((a, b) => order(a) - order(b)).map(finish) };
}

const read = (root, file) => readFileSync(join(root, file), 'utf8');

function documentNames(root) {
  const found = [...readdirSync(root).filter((name) => name.endsWith('.md')), ...furtherDocuments].sort();
  const ordered = Object.keys(documentGroups).filter((name) => found.includes(name));
  return [...ordered, ...found.filter((name) => !ordered.includes(name))];
}

function notebookNames(root) {
  return readdirSync(join(root, 'notebooks'), { recursive: true })
    .filter((name) => name.endsWith('.ipynb') && !name.includes('.ipynb_checkpoints'))
    .map((name) => `notebooks/${name}`)
    .sort((a, b) => a.split('/').length - b.split('/').length || a.localeCompare(b));
}

/** A page of sections, which are taken from their documents. */
function guidePage({ group, title, lead, parts }, documents, addresses) {
  const name = anchorOf(title);
  const texts = parts.map(([file, heading]) => {
    const { sections } = documents.get(file);
    const place = sections.findIndex((section) => section.heading === heading);
    if (place < 0) throw new Error(`${file} has no section "${heading}" (any more), which the outline names`);
    const [{ text, anchors }] = sections.splice(place, 1);
    for (const anchor of anchors) addresses.set(`${file}#${anchor}`, { name, anchor });
    // A page of one section has its title in the place of the heading.
    const isAlone = parts.length === 1;
    addresses.set(`${file}#${anchorOf(heading)}`, isAlone ? { name } : { name, anchor: anchorOf(heading) });
    return { file, text: isAlone ? text : `## ${heading}\n\n${text}` };
  });
  const head = { file: 'README.md', text: `# ${title}\n\n${lead ?? ''}` };
  return { group, title, name, parts: [head, ...texts] };
}

/** What is left of a document. */
function documentPage(file, { title, head, sections }, addresses) {
  const name = anchorOf(file.replace(/\.md$/, '').replaceAll('/', '-'));
  const isEmpty = head === '' && sections.length === 0;
  const texts = sections.map(({ heading, text }) => `## ${heading}\n\n${text}`);
  for (const { heading, anchors } of sections)
    for (const anchor of [anchorOf(heading), ...anchors])
      addresses.set(`${file}#${anchor}`, { name, anchor });
  addresses.set(file, { name, title: documentTitles[file] ?? title });
  const text = [`# ${title}`, head, ...texts].join('\n\n');
  const group = documentGroups[file] ?? 'Project';
  return { group, title: documentTitles[file] ?? title, name, parts: isEmpty ? [] : [{ file, text }] };
}

function notebookOf(root, file, addresses, embeds) {
  const notebook = JSON.parse(read(root, file));
  const isSolved = dirname(file) !== 'notebooks';
  const name = `${isSolved ? 'solved' : 'notebook'}-${basename(file, '.ipynb')}`;
  addresses.set(file, { name });
  return {
    group: isSolved ? 'Solved notebooks' : 'Notebooks',
    title: `${notebookTitle(notebook)}${isSolved ? ' (solved)' : ''}`,
    name,
    parts: [{ file, text: notebookPage(notebook, embeds) }],
  };
}

/** A text with links to pages of the site, or to files that will lie beside them, and with figures that are alive. */
function linked(text, { root, stage, file, addresses, embeds }) {
  const placeOf = (target) => normalize(join(dirname(file), decodeURIComponent(target)));
  const figureOf = ({ alt, file: target }) => resultFigure(root, placeOf(target), alt, embeds);
  const asFigures = withCommentsAbove(text).replace(
    /^- (.*) \(\[figure\]\(([^)]+)\)\)$/gm,
    (line, words, target) => {
      const figure = figureOf({ alt: words.replaceAll('*', ''), file: target });
      return figure ? `- ${words}\n\n  ${figure.replaceAll('\n', '\n  ')}\n` : line;
    },
  );
  const named = withFileNames(
    withPictures(asFigures, figureOf),
    (name) => addresses.get(placeOf(name))?.title,
  );
  return withTargets(named, (target) => {
    const [path, anchor] = target.split('#');
    const place = path ? placeOf(path) : file;
    const page = addresses.get(anchor ? `${place}#${anchor}` : place);
    if (page) return `${page.name}.md${page.anchor ? `#${page.anchor}` : ''}`;
    if (anchor || !existsSync(join(root, place))) throw new Error(`${file} has a link to nothing: ${target}`);
    return relative(stage, join(root, place));
  });
}

/** A drawn result with what draws it; nothing where only a picture lies. */
function resultFigure(root, place, alt, embeds) {
  const drawing = join(root, place.replace(/\.png$/, '.plotly.json'));
  if (!place.endsWith('.png') || !existsSync(drawing)) return undefined;
  const { data, layout, frames } = JSON.parse(readFileSync(drawing, 'utf8'));
  return embeds.figure({ png: readFileSync(join(root, place)), alt, plotly: { data, layout, frames } });
}
