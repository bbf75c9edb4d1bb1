import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import katex from '@vscode/markdown-it-katex';
import { Application, Converter, JSX, KindRouter, PageEvent } from 'typedoc';
import { groups } from './outline.mjs';
import { describeModules, entryPoints, nameParameters, nameSources, spreadParameters } from './reference.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Has TypeDoc make the site of the pages and of the package's doc comments.
 *
 * @param pages in their order, each a file `name.md` of the stage; `home.md` is the start page
 */
export async function writeHtml({ root, stage, out, pages, embeds }) {
  let way = '';
  const app = await Application.bootstrap({
    name: 'Asymmetric image retrieval',
    tsconfig: join(root, 'src', 'tsconfig.json'),
    basePath: join(root, 'src'),
    entryPoints: entryPoints(root).map(({ source }) => join(root, 'src', source)),
    projectDocuments: pages.map(({ name }) => join(stage, `${name}.md`)),
    readme: join(stage, 'home.md'),
    out,
    router: 'site',
    favicon: join(here, 'icon.svg'),
    customCss: join(here, 'site.css'),
    customJs: join(here, 'site.js'),
    headings: { readme: false, document: false },
    navigation: { includeGroups: true, includeCategories: false, includeFolders: false },
    groupOrder: [...groups, '*'],
    sortEntryPoints: false,
    searchInDocuments: true,
    searchInComments: true,
    // Who searches for a word wants to read of it first.
    searchGroupBoosts: Object.fromEntries(
      pages.map(({ group }) => [group, group === 'Solved notebooks' ? 1 : 4]),
    ),
    disableGit: true,
    // Asked for where Git is not; the links are taken away again.
    sourceLinkTemplate: '{path}',
    hideGenerator: true,
    githubPages: true,
    excludePrivate: true,
    excludeInternal: true,
    visibilityFilters: {},
    highlightLanguages: [
      'bash',
      'diff',
      'css',
      'html',
      'javascript',
      'json',
      'python',
      'sh',
      'tsx',
      'typescript',
      'yaml',
    ],
    ignoredHighlightLanguages: ['embed', 'text', 'csv', 'bibtex', 'tex'],
    externalSymbolLinkMappings: { 'asymmetric-retrieval': { resumedRandomSource: '#' } },
    validation: { notExported: false, invalidLink: true, invalidPath: true },
    markdownItLoader(parser) {
      parser.use(katex.default ?? katex, { output: 'mathml' });
      const { fence } = parser.renderer.rules;
      parser.renderer.rules.fence = (tokens, at, ...rest) =>
        tokens[at].info.trim() === 'embed'
          ? embeds.html(Number(tokens[at].content), way)
          : fence(tokens, at, ...rest);
    },
  });
  app.renderer.defineRouter('site', SiteRouter);
  app.converter.on(Converter.EVENT_CREATE_SIGNATURE, (_, signature) => spreadParameters(signature));
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => describeModules(project, root));
  app.renderer.on(PageEvent.BEGIN, ({ url }) => (way = '../'.repeat(url.split('/').length - 1)));
  app.renderer.on(PageEvent.END, (page) => {
    page.contents = page.contents?.replace('class="col-content"', '$& role="main"');
  });
  app.renderer.hooks.on('content.end', neighbours);
  const project = await app.convert();
  if (project) {
    nameParameters(project);
    for (const reflection of Object.values(project.reflections)) nameSources(reflection);
    app.validate(project);
    await app.generateOutputs(project);
  }
  if (!project || app.logger.hasErrors() || app.logger.hasWarnings())
    throw new Error('The documentation has the faults above');
}

/** Documents lie where their front matter says, whatever their titles. */
class SiteRouter extends KindRouter {
  getIdealBaseName(reflection) {
    if (!reflection.isDocument()) return super.getIdealBaseName(reflection);
    return `pages/${reflection.frontmatter.page}`;
  }
}

/** Links to the page before and the page after. */
function neighbours({ page, urlTo }) {
  const documents = page.project.documents ?? [];
  const at = page.url === 'index.html' ? -1 : documents.indexOf(page.model);
  if (at < 0 && page.url !== 'index.html') return JSX.createElement(JSX.Fragment, null);
  const link = (document, rel) =>
    document && JSX.createElement('a', { rel, href: urlTo(document), class: rel }, document.name);
  return JSX.createElement(
    'nav',
    { class: 'neighbours', 'aria-label': 'Pages before and after' },
    link(documents[at - 1], 'prev'),
    link(documents[at + 1], 'next'),
  );
}
