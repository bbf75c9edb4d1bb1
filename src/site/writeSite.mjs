import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSite } from './checkSite.mjs';
import { createEmbeds } from './embeds.mjs';
import { homePage } from './homePage.mjs';
import { collectPages } from './pages.mjs';
import { writeHtml } from './writeHtml.mjs';

/**
 * Writes the site: static files with relative links only, which any web server can give out at any address.
 *
 * @param options `root` the workspace; `out` the folder; `demo` a folder that `npm run demo -- --export` has written
 * @returns `{ pages, files }`, how many there are
 * @throws Error for a link to nothing, a comment that does not fit its signature, or anything else that is untrue in the site
 */
export async function writeSite({ root, out, demo }) {
  if (demo && !existsSync(join(demo, 'index.html'))) throw new Error(`${demo} holds no index.html of a demo`);
  refuseForeign(out);
  const temporary = join(root, '.setup', 'tmp');
  mkdirSync(temporary, { recursive: true });
  const stage = mkdtempSync(join(temporary, 'site-'));
  try {
    const embeds = createEmbeds();
    const { home, pages } = collectPages(root, stage, embeds);
    if (demo) showDemo(pages, embeds);
    for (const { group, title, name, markdown } of pages)
      writeFileSync(
        join(stage, `${name}.md`),
        `---\ntitle: ${JSON.stringify(title)}\ngroup: ${group}\npage: ${name}\n---\n\n${markdown}\n`,
      );
    writeFileSync(join(stage, 'home.md'), homePage(home, pages));
    await writeHtml({ root, stage, out, pages, embeds });
    mkdirSync(join(out, 'files'), { recursive: true });
    for (const [name, bytes] of embeds.files) writeFileSync(join(out, name), bytes);
    cpSync(
      join(root, 'node_modules', 'plotly.js-dist-min', 'plotly.min.js'),
      join(out, 'files', 'plotly.min.js'),
    );
    if (demo) cpSync(demo, join(out, 'demo'), { recursive: true });
    writeFileSync(join(out, mark), '');
    const { files, faults } = checkSite(out, root);
    if (faults.length > 0)
      throw new Error(`The site has ${faults.length} faults:\n${faults.slice(0, 40).join('\n')}`);
    return { pages: pages.length + 1, files };
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** By which a folder is known to hold an earlier site, whose files may be replaced. */
const mark = '.nojekyll';

function refuseForeign(out) {
  if (!existsSync(out) || existsSync(join(out, mark))) return;
  throw new Error(`${out} is there and holds no earlier site: name another folder with --out`);
}

/** Puts the demo on the page about it. */
function showDemo(pages, embeds) {
  const page = pages.find(({ name }) => name === 'demo');
  const frame = embeds.add(
    '<p><a href="{base}demo/index.html">Open it in a page of its own</a></p>\n<iframe class="demo" src="{base}demo/index.html" title="Query models in your browser" loading="lazy"></iframe>',
  );
  page.markdown += `\n\n${frame}`;
}
