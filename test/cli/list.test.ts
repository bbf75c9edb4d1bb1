import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { textsAt } from '../../src/base/config/schemasAt.js';
import { entriesOf } from '../../src/cli/lookup/entries.js';
import { sorts } from '../../src/cli/lookup/sorts.js';
import { run } from '../../src/cli/list/run.js';
import { labelsProtocol, protocolNames } from '../../src/datasets/groundTruth/protocolNames.js';
import { builtInLosses } from '../../src/losses/builtInLosses.js';
import { listLoss } from '../../src/losses/listLoss.js';
import { registerLoss } from '../../src/losses/registry.js';
import { protocols } from '../../src/retrieval/protocols/protocols.js';
import { metricWords } from '../../src/retrieval/metrics/metricWords.js';
import { rankerConfigSchema } from '../../src/rankers/rankerConfig.js';
import { rankerWords } from '../../src/rankers/rankerWords.js';
import { methodIds } from '../../src/study/methods/methods.js';

afterEach(() => vi.restoreAllMocks());

/** What a call prints, line by line. */
function printed(work: () => void): string[] {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(...line.split('\n')));
  work();
  vi.restoreAllMocks();
  return lines;
}

test.each(sorts)('%s have a name of their own, and say what, source and when to use', (sort) => {
  const entries = entriesOf[sort]();
  expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length);
  for (const { name, what, source, use } of entries) {
    expect([name, what, source, use].every((text) => text.trim().length > 1)).toBe(true);
    expect(what, name).not.toMatch(/registered/i);
    expect(`${what}${use}`).not.toContain('\n');
  }
});

test('the lists are those of the registries', () => {
  const names = (sort: (typeof sorts)[number]) => entriesOf[sort]().map(({ name }) => name);
  expect(names('losses')).toEqual(Object.keys(builtInLosses));
  expect(names('methods')).toEqual([...methodIds, 'rerankedOrder']);
  expect(names('protocols')).toEqual([...protocolNames, labelsProtocol]);
});

test('every ranker of the configuration is listed', () => {
  const names = entriesOf.rankers().map(({ name }) => name);
  expect(names).toEqual(Object.keys(rankerWords));
  expect(new Set(textsAt(rankerConfigSchema, ['kind'], {}))).toEqual(new Set(names));
});

test('every measure of a protocol is among the metrics', () => {
  const measured = Object.values(protocols).flatMap(({ measures }) => measures.map(({ name }) => name));
  for (const name of measured) {
    expect(Object.keys(metricWords)).toContain(name.replace(/@\d+$/, '@k'));
  }
});

test('one sort is a line each, all have headings, and JSON has the same', () => {
  const losses = printed(() => run('losses', { json: false }));
  expect(losses[0]).toMatch(/^featureRegression +Pulls each query embedding .*\[Budnik and Avrithis 2021/);
  expect(losses).toHaveLength(Object.keys(builtInLosses).length + 1);
  const all = printed(() => run(undefined, { json: false }));
  for (const sort of sorts) expect(all).toContain(`${sort}:`);
  const json = JSON.parse(printed(() => run('metrics', { json: true })).join('\n')) as object;
  expect(Object.keys(json)).toEqual(['metrics']);
});

test('what is registered is listed beside the library’s own', () => {
  registerLoss(listLoss('lookedUp', (s) => s.mean()));
  registerLoss({
    what: 'Does nothing',
    source: 'me',
    use: 'never',
    schema: z.strictObject({ kind: z.literal('nothing') }),
    create: () => ({ name: 'nothing', compute: ({ query }) => query.mean() }),
  });
  const lines = printed(() => run('losses', { json: false }));
  expect(lines.find((line) => line.startsWith('lookedUp '))).toMatch(/Registered.*registered by its user/);
  expect(lines.find((line) => line.startsWith('nothing '))).toMatch(/Does nothing\. Never\. \[me\]/);
});
