import { beforeAll, describe, expect, test } from 'vitest';
import { parseRunConfig } from '../../../src/experiments/runConfig.js';
import type { Run } from '../../../src/experiments/runOptions.js';
import {
  comparedNetworks,
  networkRows,
  networkRuns,
  type ComparedNetwork,
} from '../../../src/study/analysis/foundNetworks.js';
import { retrainingFindings, searchFindings } from '../../../src/study/analysis/searchFindings.js';
import { bestOf } from '../../../src/architectureSearch/evolution.js';
import { pathInWords } from '../../../src/architectureSearch/pathWords.js';
import type { SearchLog } from '../../../src/architectureSearch/searchLog.js';
import { sampleLog } from '../../architectureSearch/sampleLog.js';

let log: SearchLog;
let networks: ComparedNetwork[];
beforeAll(async () => {
  log = await sampleLog();
  networks = comparedNetworks([log]);
});

/** Made-up runs of the networks, better the earlier they come. */
const runs = (): Run[] =>
  networkRuns(networks, log, 2).map((input, n) => {
    const config = parseRunConfig(input);
    const mapAsymmetric = 30 - Math.floor(n / 2) + 0.1 * config.seed;
    const record = { runId: `run ${n}`, mapAsymmetric, flops: 1.5e7, parameters: 2e5, seed: config.seed };
    return { record, manifest: { config } } as unknown as Run;
  });

describe('networks to train again', () => {
  test('are the found one, the best random one, hand-made ones of similar cost and a plain one', () => {
    expect(networks.map(({ name }) => name)).toEqual([
      'found, asymmetric reward',
      'best random path, asymmetric reward',
      'all 5×5, expansion 2',
      'all 3×3, expansion 4',
      'shallow, 5×5, expansion 4',
      'small CNN, width 0.6',
    ]);
    expect(networks[0].path).toEqual(bestOf(log.evolution, 1)[0].path);
    expect(networks[4].path).toEqual([3, 4, 4, 3, 4, 4, 3, 4, 4]);
  });

  test('appear once when two searches find the same', () => {
    expect(comparedNetworks([log, log])).toEqual(networks);
    const other = comparedNetworks([
      log,
      { ...log, config: { ...log.config, reward: 'product' }, evolution: log.random },
    ]);
    expect(other.length).toBe(networks.length);
  });

  test('are trained alike on the test split, each with every seed', () => {
    const configs = networkRuns(networks, log, 3);
    expect(configs.length).toBe(3 * networks.length);
    for (const { split, loss, training } of configs) {
      expect([split, loss, training]).toEqual(['unseen', log.config.loss, log.config.retraining]);
      expect(split).not.toBe(log.config.split);
    }
    expect(configs.map(({ seed }) => seed).slice(0, 4)).toEqual([0, 1, 2, 0]);
  });

  test('stand in a table, the best first, with what the supernet thought of them', () => {
    const rows = networkRows(networks, runs());
    expect(rows.map(({ network }) => network)).toEqual(networks.map(({ name }) => name));
    expect(rows[0]).toMatchObject({ seeds: 2, megaflops: 15, kiloweights: 200 });
    expect(rows[0].mapAsymmetric).toBeCloseTo(30.05);
    expect(rows.map(({ supernetMap }) => typeof supernetMap)).toEqual([
      ...Array<string>(5).fill('number'),
      'object',
    ]);
    expect(networkRows(networks, [])).toEqual([]);
  });

  test('are told about in sentences', () => {
    const [first, interval, second] = retrainingFindings(networks, runs());
    expect(first).toContain('the best is found, asymmetric reward');
    expect(first).toContain('1.0 points above best random path');
    expect(interval).toBe('Its interval excludes all others.');
    expect(second).toMatch(/\d+ of 10 pairs/);
    expect(searchFindings(log)[1]).toContain(pathInWords(log.config.space, bestOf(log.evolution, 1)[0].path));
    expect(searchFindings(log)[1]).toMatch(/evolving gains \d/);
    expect(searchFindings({ ...log, evolution: log.random })[1]).toMatch(/a tie/);
    expect(searchFindings({ ...log, evolution: log.random, random: log.evolution })[1]).toMatch(
      /evolving loses/,
    );
  });
});
