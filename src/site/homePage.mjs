import { groups } from './outline.mjs';

/** The start page: what it is, the commands of the first start, and the way to every page. */
export function homePage(home, pages) {
  const start = pages.find(({ name }) => name === 'setting-up');
  const [commands] = /^```sh\n[^]*?^```/m.exec(start.markdown);
  const lists = groups
    .map((group) => ({ group, own: pages.filter((page) => page.group === group) }))
    .filter(({ own }) => own.length > 0)
    .map(
      ({ group, own }) =>
        `## ${group}\n\n${own.map(({ title, name }) => `- [${title}](${name}.md)`).join('\n')}`,
    );
  const [words, ...figures] = home.markdown.split(/\n(?=```embed)/);
  return [words, commands, ...figures, '<div class="contents">', ...lists, '</div>'].join('\n\n');
}
