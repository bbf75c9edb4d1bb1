import { expect, test } from 'vitest';
import { networkCosts } from '../../../src/report/plots/networkCosts.js';
import { title } from './figureParts.js';

test('the costs of networks draw trained networks with their intervals, each with a look of its own', () => {
  const network = (name: string, mapAsymmetric: number, origin: 'found' | 'handMade') => ({
    network: name,
    origin,
    megaflops: 10,
    mapAsymmetric,
    low: mapAsymmetric - 1,
    high: mapAsymmetric + 2,
  });
  const figure = networkCosts([
    network('a', 9, 'found'),
    network('b', 8.5, 'found'),
    network('c', 3, 'handMade'),
  ]);
  expect(title(figure)).toBe('The best network reaches 9.0 % mAP at 10.0 MFLOPs, a tie with 1 of 2 others');
  const looks = (figure.data as { marker: { color: string; symbol: string } }[]).map(({ marker }) => marker);
  expect(new Set(looks.map(({ color, symbol }) => `${color} ${symbol}`)).size).toBe(3);
  expect(looks[0].color).toBe(looks[1].color);
});
