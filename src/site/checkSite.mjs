import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** Folders with pages that something else has made and checked. */
const foreign = /^demo\//;

/**
 * Looks for what must not be in a site: links to files or anchors that are not there, links that only work at the root of a
 * server, anything that a browser would fetch from elsewhere, and the paths of the machine that made it.
 *
 * @returns `{ files, faults }`, their number and a sentence for each fault
 */
export function checkSite(folder, root) {
  const names = readdirSync(folder, { recursive: true }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
  const own = names.filter((name) => !foreign.test(name));
  const texts = new Map(
    own
      .filter((name) => /\.(html|css|js|json)$/.test(name))
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
  const html = [...texts].filter(([name]) => name.endsWith('.html'));
  const anchors = new Map(html.map(([name, text]) => [name, anchorsOf(text)]));
  const faults = [
    ...html.flatMap(([name, text]) => linkFaults(folder, name, text, anchors)),
    ...html.flatMap(([name, text]) => remoteParts(text).map((part) => `${name}: fetches ${part}`)),
    ...[...texts]
      .filter(([name]) => name.endsWith('.css'))
      .flatMap(([name, text]) => remoteInCss(name, text)),
    ...[...texts].flatMap(([name, text]) =>
      machinePaths(root)
        .filter((path) => text.includes(path))
        .map((path) => `${name}: names ${path}`),
    ),
  ];
  return { files: names.length, faults };
}

const unescaped = (text) =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const hasScheme = (target) => /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(target);

function anchorsOf(html) {
  return new Set([...html.matchAll(/\s(?:id|name)="([^"]*)"/g)].map(([, id]) => unescaped(id)));
}

function linkFaults(folder, name, html, anchors) {
  const targets = [...html.matchAll(/<[a-z][^<>]*?\s(?:href|src|data-figure)="([^"]*)"/g)].map(([, target]) =>
    unescaped(target),
  );
  return [...new Set(targets)].flatMap((target) => {
    if (hasScheme(target)) return [];
    if (target.startsWith('/')) return [`${name}: ${target} leads to the root of the server`];
    const [path, anchor] = target.split('#').map(decodeURIComponent);
    const file = path ? relative(folder, join(folder, dirname(name), path.split('?')[0])) : name;
    if (!existsSync(join(folder, file)) || !statSync(join(folder, file)).isFile())
      return [`${name}: ${target} is not there`];
    const isLost = anchor && anchors.has(file) && !anchors.get(file).has(anchor);
    return isLost ? [`${name}: ${target} has no such anchor`] : [];
  });
}

/** What a browser fetches with a page, as opposed to where a reader may go. */
function remoteParts(html) {
  const tags = html.matchAll(
    /<(?:script|img|iframe|source|video|audio|embed|object|link)\b[^>]*?\s(?:src|href|data)="([^"]+)"/g,
  );
  return [...tags]
    .map(([, target]) => target)
    .filter((target) => hasScheme(target) && !target.startsWith('data:'));
}

function remoteInCss(name, css) {
  const targets = [...css.matchAll(/(?:url\(|@import\s+)\s*["']?([^"')\s]+)/g)].map(([, target]) => target);
  return targets
    .filter((target) => hasScheme(target) && !target.startsWith('data:'))
    .map((target) => `${name}: fetches ${target}`);
}

function machinePaths(root) {
  return [root, homedir()].filter((path) => path.length > 1).map((path) => `${path}/`);
}
