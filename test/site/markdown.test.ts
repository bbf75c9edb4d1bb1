import { describe, expect, test } from 'vitest';
import { loadSite } from './loadSite.js';

interface Picture {
  alt: string;
  file: string;
}
const { anchorOf, cutDocument, withCommentsAbove, withFileNames, withPictures, withTargets } =
  await loadSite<{
    anchorOf: (heading: string) => string;
    cutDocument: (markdown: string) => {
      title: string;
      head: string;
      sections: { heading: string; text: string; anchors: string[] }[];
    };
    withCommentsAbove: (markdown: string) => string;
    withTargets: (markdown: string, replace: (target: string) => string) => string;
    withPictures: (markdown: string, replace: (picture: Picture) => string | undefined) => string;
    withFileNames: (markdown: string, titleOf: (name: string) => string | undefined) => string;
  }>('markdown');

test('an anchor is that of the forges', () => {
  expect(anchorOf("Your own gallery, and the field's benchmarks")).toBe(
    'your-own-gallery-and-the-fields-benchmarks',
  );
});

describe('a document', () => {
  const markdown =
    '# Title\n\nHead\n\n## One\n\ntext\n\n### Inner part\n\n```sh\n## no heading\n```\n\n## Two\n\nend\n';

  test('is cut at its headings, not at signs in code', () => {
    expect(cutDocument(markdown)).toEqual({
      title: 'Title',
      head: 'Head',
      sections: [
        {
          heading: 'One',
          text: 'text\n\n### Inner part\n\n```sh\n## no heading\n```',
          anchors: ['inner-part'],
        },
        { heading: 'Two', text: 'end', anchors: [] },
      ],
    });
  });
});

describe('targets', () => {
  test('are replaced in links, pictures and attributes, not in code or with a scheme', () => {
    const markdown =
      '[a](x.md#y) ![b](p.png) <img src="q.png"> `[c](x.md)` [d](https://example.org)\n```\n[e](x.md)\n```\n[f](z.md)';
    expect(withTargets(markdown, (target) => `<${target}>`)).toBe(
      '[a](<x.md#y>) ![b](<p.png>) <img src="<q.png>"> `[c](x.md)` [d](https://example.org)\n```\n[e](x.md)\n```\n[f](<z.md>)',
    );
  });
});

test('a picture on a line of its own is replaced where there is something to put there', () => {
  const markdown = '![A](a.png)\n\n![B](b.png)\n\ntext ![A](a.png)\n\n```\n![A](a.png)\n```';
  const found = withPictures(markdown, ({ alt, file }) => (file === 'a.png' ? `figure ${alt}` : undefined));
  expect(found).toBe('figure A\n\n![B](b.png)\n\ntext ![A](a.png)\n\n```\n![A](a.png)\n```');
});

test('a link that is called by its file is called by the title of the page', () => {
  const markdown = '[A.md](A.md) [A.md](A.md#part) [A.md](B.md) [B.md](B.md) [words](A.md) `[A.md](A.md)`';
  expect(withFileNames(markdown, (name) => (name === 'A.md' ? 'Title' : undefined))).toBe(
    '[Title](A.md) [Title](A.md#part) [A.md](B.md) [B.md](B.md) [words](A.md) `[A.md](A.md)`',
  );
});

describe('comments of commands', () => {
  const long = 'x'.repeat(60);
  test('stand above them where one does not fit', () => {
    const block = `\`\`\`sh\na b    # ${long}\n         # more\n\nc # short\n# of its own\nd\n\`\`\`\n`;
    expect(withCommentsAbove(`Text # no\n\n${block}`)).toBe(
      `Text # no\n\n\`\`\`sh\n# ${long}\n# more\na b\n\n# short\nc\n# of its own\nd\n\`\`\`\n`,
    );
  });

  test('stay where all of them fit, and in other code', () => {
    const short = '```sh\na    # b\n```\n';
    const other = `\`\`\`yaml\na: 1 # ${long}\n\`\`\`\n`;
    expect(withCommentsAbove(short + other)).toBe(short + other);
  });
});
