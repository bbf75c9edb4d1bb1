import type { Run } from '../../../experiments/runOptions.js';
import type { DatasetName } from '../../plan/settings.js';
import { sweeps } from '../../plan/sweeps.js';
import { distortedScores } from './distortedScores.js';
import { orderPredicts } from './orderPredicts.js';
import { prize } from './prize.js';
import { sharedMap } from './sharedMap.js';
import { strictAlignment } from './strictAlignment.js';
import { bankOrBatch, firstOrderTerm, growingWeights, listLength, temperatureTrade } from './sweepAnswers.js';
import { treatedGallery } from './treatedGallery.js';
import type { Answering } from './words.js';

/** A question with the figure that shows it, by the figure's file name. */
export interface Question {
  question: string;
  figure: string;
  answer: Answering;
}

/** The questions that the results are asked. */
export const questions = {
  prize: {
    question: 'Does a rank-preserving loss beat the best-set distillation?',
    figure: 'all-systems',
    answer: prize,
  },
  order: {
    question: 'Does order consistency predict mAP across methods?',
    figure: 'predictors',
    answer: orderPredicts,
  },
  capacity: {
    question: 'Does rank preservation gain on strict alignment as the query model shrinks?',
    figure: 'capacity',
    answer: strictAlignment,
  },
  weights: { question: sweeps.weights.question, figure: 'sweep-weights', answer: growingWeights },
  source: { question: sweeps.source.question, figure: 'sweep-source', answer: bankOrBatch },
  neighbours: { question: sweeps.neighbours.question, figure: 'sweep-neighbours', answer: listLength },
  temperature: {
    question: sweeps.temperature.question,
    figure: 'sweep-temperature',
    answer: temperatureTrade,
  },
  map: { question: sweeps.map.question, figure: 'sweep-map', answer: sharedMap },
  firstOrder: { question: sweeps.firstOrder.question, figure: 'sweep-firstOrder', answer: firstOrderTerm },
  distortion: {
    question: 'What happens when the gallery scores are bent but keep their order?',
    figure: 'distortion',
    answer: distortedScores,
  },
  treatment: {
    question: 'Does a treatment of the gallery vectors take the place of a better loss?',
    figure: 'treatments',
    answer: treatedGallery,
  },
} satisfies Record<string, Question>;

export type QuestionId = keyof typeof questions;

/** The answers that the runs allow, each a plain sentence computed from them. */
export function answers(
  runs: readonly Run[],
  dataset: DatasetName,
): { id: QuestionId; question: string; figure: string; sentence: string }[] {
  return (Object.entries(questions) as [QuestionId, Question][]).flatMap(
    ([id, { question, figure, answer }]) => {
      const sentence = answer(runs, dataset);
      return sentence === undefined ? [] : [{ id, question, figure, sentence }];
    },
  );
}
