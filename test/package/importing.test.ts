import { expect, test } from 'vitest';
import { loadedBy } from '../helpers/loadedBy.js';

const importing = (name: string, then = ''): string[] => [
  '--input-type=module',
  '-e',
  `const library = await import('${name}'); ${then}; process.exit();`,
];

test('the main entry brings neither backends nor what only some uses need', () => {
  const { packages } = loadedBy(importing('asymmetric-retrieval'));
  expect(packages).toEqual(expect.arrayContaining(['@tensorflow/tfjs-core', 'zod']));
  const needed = [
    '@tensorflow/tfjs',
    '@tensorflow/tfjs-layers',
    'sharp',
    'protobufjs',
    'undici',
    'cli-progress',
  ];
  expect(packages.filter((name) => needed.includes(name))).toEqual([]);
});

test('choosing a backend brings TensorFlow.js', () => {
  const { packages } = loadedBy(importing('asymmetric-retrieval', 'await library.selectBackend()'));
  expect(packages).toEqual(expect.arrayContaining(['@tensorflow/tfjs', '@tensorflow/tfjs-core']));
});
