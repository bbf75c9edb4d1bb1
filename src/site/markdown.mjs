/** Lines of Markdown, each with whether it belongs to a block of code. */
function* linesOf(markdown) {
  let fence;
  for (const line of markdown.split('\n')) {
    const [, mark] = /^\s*(```+|~~~+)/.exec(line) ?? [];
    const isCode = fence !== undefined || mark !== undefined;
    yield { line, isCode };
    if (fence === undefined) fence = mark;
    else if (mark?.startsWith(fence)) fence = undefined;
  }
}

/** The anchor that forges give a heading: its words in small letters, joined by hyphens. */
export function anchorOf(heading) {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

/**
 * A document cut at its headings of the second order: `{ title, head, sections }`, each section as `{ heading, text, anchors }`.
 * `text` leaves the heading itself out, `anchors` are those of the headings below it; `head` is what stands between the
 * title and the first section.
 */
export function cutDocument(markdown) {
  const document = { title: undefined, head: [], sections: [] };
  for (const { line, isCode } of linesOf(markdown)) {
    const [, depth, words] = (!isCode && /^(#+) +(.*?)\s*$/.exec(line)) || [];
    const section = document.sections.at(-1);
    if (depth === '#' && document.title === undefined) document.title = words;
    else if (depth === '##') document.sections.push({ heading: words, lines: [], anchors: [] });
    else {
      (section?.lines ?? document.head).push(line);
      if (depth) section?.anchors.push(anchorOf(words));
    }
  }
  const sections = document.sections.map(({ heading, lines, anchors }) => ({
    heading,
    text: lines.join('\n').trim(),
    anchors,
  }));
  return { title: document.title, head: document.head.join('\n').trim(), sections };
}

const code = '^(?:```|~~~)[^]*?^(?:```|~~~)|`[^`\\n]+`';
const targets = new RegExp(
  `(?<code>${code})|(?<=\\]\\()(?<link>[^)\\s]+)|(?<=\\b(?:src|href)=")(?<attribute>[^"]+)`,
  'gm',
);

/** Markdown with the targets of its links and pictures replaced, code left as it is; those with a scheme are not asked about. */
export function withTargets(markdown, replace) {
  return markdown.replace(targets, (...match) => {
    const { code: isCode, link, attribute } = match.at(-1);
    const target = link ?? attribute;
    return isCode || /^([a-z]+:|\/\/)/i.test(target) ? match[0] : replace(target);
  });
}

const pictures = new RegExp(`(?<code>${code})|^!\\[(?<alt>[^\\]]*)\\]\\((?<file>[^)\\s]+)\\)$`, 'gm');

/** Markdown with pictures that stand on a line of their own replaced: `replace({ alt, file })`, nothing keeps one. */
export function withPictures(markdown, replace) {
  return markdown.replace(pictures, (...match) => {
    const { code: isCode, ...picture } = match.at(-1);
    return (!isCode && replace(picture)) || match[0];
  });
}

const ownNames = new RegExp(`(?<code>${code})|\\[(?<name>[^\\]\\s]+)\\]\\(\\k<name>(?=[)#])`, 'gm');

/** Markdown whose links with the name of their file as words get the title of that page, where `titleOf` knows one. */
export function withFileNames(markdown, titleOf) {
  return markdown.replace(ownNames, (...match) => {
    const { code: isCode, name } = match.at(-1);
    const title = isCode ? undefined : titleOf(name);
    return title ? `[${title}](${name}` : match[0];
  });
}

const aside = /^(?<command>.*?)(?: +|^)# (?<words>.*)$/;

/**
 * Markdown in whose blocks of commands the comments at the ends of lines stand above their commands, where one of the lines
 * would not fit a column of the site.
 */
export function withCommentsAbove(markdown) {
  return markdown.replace(/^(```sh\n)([^]*?)(?=^```)/gm, (block, opening, lines) => {
    const isLong = lines.split('\n').some((line) => line.length > 60 && aside.test(line));
    return isLong ? opening + commentsAbove(lines) : block;
  });
}

/** A comment on a line that has only spaces before it goes on with the one above it. */
function commentsAbove(lines) {
  const written = [];
  for (const line of lines.split('\n')) {
    const { command, words } = aside.exec(line)?.groups ?? { command: line };
    const isMore = command === '' && line.startsWith(' ');
    if (words !== undefined) written.splice(isMore ? -1 : written.length, 0, `# ${words}`);
    if (words === undefined || command !== '') written.push(command);
  }
  return written.join('\n');
}
