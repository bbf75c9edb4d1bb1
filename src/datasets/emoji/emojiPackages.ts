import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { howToInstall } from '../../base/files/howToInstall.js';
import { RetrievalError } from '../../errors.js';
import type { Attribution } from '../types.js';

/** The six drawers of the emoji, in the order of the records; each takes one side of the retrieval. */
export const emojiVendors = [
  { name: 'noto', role: 'gallery' },
  { name: 'noto-v1', role: 'query' },
  { name: 'twemoji', role: 'gallery' },
  { name: 'openmoji', role: 'query' },
  { name: 'fluent-emoji-flat', role: 'gallery' },
  { name: 'emojione', role: 'query' },
] as const;

export const emojiPackageNames = emojiVendors.map(({ name }) => `@iconify-json/${name}`);

/** One vendor's drawings. */
export interface EmojiPackage {
  vendor: string;
  version: string;
  attribution: Attribution;
  /** SVG text by class name. */
  drawings: Map<string, string>;
}

interface IconFile {
  width?: number;
  height?: number;
  icons: Record<string, { body: string; width?: number; height?: number }>;
}

interface InfoFile {
  name: string;
  author: { name: string; url?: string };
  license: { title: string; spdx?: string };
}

const require = createRequire(import.meta.url);

/** Whether the emoji of every vendor are installed. */
export function hasEmojiPackages(): boolean {
  try {
    for (const name of emojiPackageNames) require.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}

/** Reads a vendor's package. @throws RetrievalError when it is not installed. */
export function readEmojiPackage(vendor: string): EmojiPackage {
  const file = <T>(name: string): T => readPackageFile(vendor, name) as T;
  const { icons, width = 16, height = width } = file<IconFile>('icons.json');
  const drawings = new Map(
    Object.entries(icons).map(([name, icon]) => {
      const canvas = `viewBox="0 0 ${icon.width ?? width} ${icon.height ?? height}"`;
      return [name, `<svg xmlns="http://www.w3.org/2000/svg" ${canvas}>${icon.body}</svg>`];
    }),
  );
  const { version } = file<{ version: string }>('package.json');
  return { vendor, version, attribution: emojiAttribution(vendor), drawings };
}

/** Licence and author of a vendor's drawings, as its package states them. */
export function emojiAttribution(vendor: string): Attribution {
  const { name, author, license } = readPackageFile(vendor, 'info.json') as InfoFile;
  const source = author.url ?? `npm package @iconify-json/${vendor}`;
  return { name, licence: license.spdx ?? license.title, author: author.name, source };
}

/** Class names that all packages draw, without flags and skin tones, in alphabetical order. */
export function commonEmojiNames(packages: EmojiPackage[]): string[] {
  const [first, ...others] = packages;
  return [...first!.drawings.keys()]
    .filter((name) => !/flag|skin-tone/.test(name))
    .filter((name) => others.every(({ drawings }) => drawings.has(name)))
    .sort();
}

function readPackageFile(vendor: string, file: string): unknown {
  const name = `@iconify-json/${vendor}/${file}`;
  try {
    return JSON.parse(readFileSync(require.resolve(name), 'utf8'));
  } catch (cause) {
    throw new RetrievalError({
      what: 'An emoji package is not installed, or is damaged',
      where: name,
      expected: 'the package at the version that is tried',
      found: cause instanceof Error ? cause.message.split('\n')[0] : String(cause),
      fix: howToInstall(`@iconify-json/${vendor}`),
      cause,
    });
  }
}
