import { describe, expect, test } from 'vitest';
import { benchmarkSources } from '../../../src/datasets/benchmarks/sources/benchmarkSources.js';
import { fileKey, selectFiles } from '../../../src/datasets/benchmarks/sources/parts.js';

describe('the sources', () => {
  const sources = Object.values(benchmarkSources);

  test.each(sources.map((source) => [source.name, source] as const))('%s is well formed', (_, source) => {
    const keys = source.files.map(fileKey);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { url, target: place, checksum } of source.files) {
      expect(url !== undefined || source.request !== undefined).toBe(true);
      if (url) expect(['http:', 'https:']).toContain(new URL(url).protocol);
      expect(place.startsWith('/') || place.includes('..')).toBe(false);
      if (checksum && 'digest' in checksum) expect(checksum.digest).toMatch(/^([0-9a-f]{32}|[0-9a-f]{64})$/);
    }
  });

  test('Google Landmarks v2 has the owner’s 620 archives, each with its MD5 list', () => {
    const archives = benchmarkSources['google-landmarks-v2'].files.filter(({ archive }) => archive);
    expect(archives).toHaveLength(620);
    expect(archives.at(-1)).toMatchObject({
      url: 'https://s3.amazonaws.com/google-landmark/test/images_019.tar',
      checksum: { list: 'https://s3.amazonaws.com/google-landmark/md5sum/test/md5.images_019.txt' },
    });
    const some = selectFiles(benchmarkSources['google-landmarks-v2'], ['train:0-9,12', 'index']);
    expect(some.filter(({ archive }) => archive)).toHaveLength(11 + 100);
  });

  test('of the distractors, numbers alone name archives', () => {
    const files = selectFiles(benchmarkSources.revisitop1m, ['1-3', '100']);
    expect(files.map(({ name }) => name)).toEqual([
      'revisitop1m.txt',
      ...[1, 2, 3, 100].map((number) => `revisitop1m.${number}.tar.gz`),
    ]);
  });

  test('the owners’ embeddings come on request only', () => {
    const names = (parts?: string[]) =>
      selectFiles(benchmarkSources.roxford5k, parts).map(({ name }) => name);
    expect(names()).toEqual(['gnd_roxford5k.pkl', 'oxbuild_images-v1.tgz']);
    expect(names(['features'])).toEqual(['gnd_roxford5k.pkl', 'roxford5k_resnet_rsfm120k_gem.mat']);
  });
});
