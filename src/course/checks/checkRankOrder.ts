import { missing, right, wrong, type Verdict } from '../verdict.js';
import { rankOrder, type RankOrderSlips } from '../rankOrder.js';
import { checkFunction } from './checkFunction.js';

type Given = readonly [s: number[], t: number[], tau: number];

const calls: Given[] = [
  [[0.7, 0.75, 0.4, 0.45], [1, 0.8, 0.6, 0.5], 0.1],
  [[0.2, 0.6, 0.5], [0.9, 0.9, 0.1], 0.3],
];

const ofLoss: [RankOrderSlips, string][] = [
  [
    { weightsFromZero: true },
    'the weights start at 0; position i counts from 1, so the first row has weight too.',
  ],
  [
    { withoutSoftmax: true },
    'the weight is the position alone; it is multiplied by the share of item i in the softmax.',
  ],
  [
    { tie: 0 },
    'equal similarities count 0 in your step; the formula says a half. (Each item is equal to itself.)',
  ],
  [
    { tie: 1 },
    'equal similarities count 1 in your step; the formula says a half. (Each item is equal to itself.)',
  ],
  [{ withoutMean: true }, 'the sum is not divided by K, the number of items.'],
  [
    { isReversed: true },
    'the difference is the wrong way round: item j outranks item i where s_j lies above t_i.',
  ],
];

const ofGradient: [RankOrderSlips, string][] = [
  [
    { withoutTemperature: true },
    'the loss is right, the gradient lacks the 1/τ that comes from inside the sigmoid.',
  ],
  [{ withoutSquare: true }, 'the loss is right, the gradient lacks the 2 of the square.'],
  [{ withoutSlope: true }, 'the loss is right, the gradient lacks the slope of the sigmoid, σ(1 − σ).'],
  [{ withoutMean: true }, 'the loss is right, the gradient is not divided by K.'],
];

/**
 * Checks rank order preservation in its public form, written by the learner in float64: first the loss, then the gradient.
 * @param answer whatever the learner has written, meant to be `(s, t, tau) => ({ loss, gradient })`
 */
export function checkRankOrder(answer: unknown): Verdict {
  if (answer === undefined || answer === null) return missing('the function with its loss and gradient.');
  if (typeof answer !== 'function') return wrong('the answer is no function of s, t and the temperature.');
  const part =
    (name: 'loss' | 'gradient') =>
    (...given: Given) => {
      const result = (answer as (...given: unknown[]) => unknown)(
        ...given.map((one) => structuredClone(one)),
      );
      return (result as Record<string, unknown> | undefined)?.[name] as number[];
    };
  const loss = checkFunction<Given>(part('loss'), {
    what: 'the loss',
    reference: (...given) => rankOrder(...given).loss,
    calls,
    within: 1e-9,
    mistakes: ofLoss.map(([slips, words]) => ({
      function: (...given: Given) => rankOrder(...given, slips).loss,
      words: `the loss: ${words}`,
    })),
  });
  if (loss.outcome !== 'right') return loss;
  const gradient = checkFunction<Given>(part('gradient'), {
    what: 'the gradient, a number for each similarity',
    reference: (...given) => rankOrder(...given).gradient,
    calls,
    within: 1e-9,
    mistakes: ofGradient.map(([slips, words]) => ({
      function: (...given: Given) => rankOrder(...given, slips).gradient,
      words,
    })),
  });
  return gradient.outcome === 'right'
    ? right('loss and gradient agree with the reference to nine digits.')
    : gradient.outcome === 'wrong' && !/gradient/.test(gradient.words)
      ? wrong(`the loss is right; in the gradient, ${gradient.words}`)
      : gradient;
}
