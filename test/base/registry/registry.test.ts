import { expect, test } from 'vitest';
import { whileLoading, type LoadingPlugin } from '../../../src/base/registry/loadingPlugin.js';
import { createRegistry } from '../../../src/base/registry/registry.js';

interface Shape {
  area: (side: number) => number;
}
const square: Shape = { area: (side) => side * side };
const shapes = () => createRegistry<Shape>('shape', { square }, ['area', 'volume']);
const plugin = (file: string, text = file): LoadingPlugin => ({ file, text, registered: [] });

test('definitions are found by name, the library’s own first', () => {
  const registry = shapes();
  const half = { area: (side: number) => (side * side) / 2 };
  registry.register('triangle', half);
  expect(registry.names()).toEqual(['square', 'triangle']);
  expect(registry.find('triangle')).toBe(half);
  expect(registry.find('circle')).toBeUndefined();
  expect(registry.find('toString')).toBeUndefined();
  expect(registry.find(undefined)).toBeUndefined();
});

test('only what is registered has a code of its own, which changes with its text', () => {
  const registry = shapes();
  expect(registry.codeOf('square')).toBeUndefined();
  registry.register('disc', { area: (side) => 3 * side });
  const first = registry.codeOf('disc')!;
  registry.register('disc', { area: (side) => 3 * side });
  expect(registry.codeOf('disc')).toEqual(first);
  registry.register('disc', { area: (side) => 3.14 * side });
  expect(registry.codeOf('disc')!.text).not.toBe(first.text);
  expect(registry.codeOf('disc')!.revision).toBe(first.revision + 1);
  expect(registry.find('disc')!.area(1)).toBe(3.14);
});

test('code without a text is new each time', () => {
  const registry = shapes();
  for (const revision of [1, 2]) {
    registry.register('bound', { area: square.area.bind(null) });
    expect(registry.codeOf('bound')).toEqual({ text: undefined, file: undefined, revision });
  }
});

test('a name of the library’s own is refused', () => {
  expect(() => shapes().register('square', square)).toThrow(
    /The name of the shape is taken[^]*square[^]*the library has its own/,
  );
});

test('a definition that makes nothing is refused', () => {
  expect(() => shapes().register('disc', {} as Shape)).toThrow(/makes nothing[^]*disc[^]*area or volume/);
});

test('what a plugin registers has the text of the plugin, and is its own', async () => {
  const registry = shapes();
  const mine = plugin('mine.js', 'the text of mine');
  await whileLoading(mine, () => Promise.resolve(registry.register('disc', square)));
  expect(registry.codeOf('disc')).toEqual({ text: 'the text of mine', file: 'mine.js', revision: 1 });
  expect(mine.registered).toEqual(['shape disc']);
  const other = whileLoading(plugin('other.js'), () => Promise.resolve(registry.register('disc', square)));
  await expect(other).rejects.toThrow(/disc, in other\.js[^]*mine\.js registers it/);
  expect(() => registry.register('disc', square)).toThrow(/mine\.js registers it/);
});
