import type { Look, MarkerShape } from '../../report/plots/look.js';

const look = (label: string, color: string, symbol: MarkerShape): Look => ({ label, color, symbol });

/**
 * The look of every method by its id, from the strictest family to the freest. A family keeps to one hue; its best known
 * methods have the colours of Okabe and Ito (Color Universal Design, 2008), which stay apart for colour-blind readers.
 */
export const methodLooks: Record<string, Look> = {
  regression: look('Feature regression', '#5F5F5F', 'square'),
  ridgeMap: look('Ridge map (closed form)', '#A6A6A6', 'square-open'),

  queryAlone: look('Query model trained alone', '#E377C2', 'hexagram'),
  compatibleTraining: look('BCT (Shen 2020)', '#8E44AD', 'star-diamond'),
  compatibleMargin: look('HVS, fixed net (Duggal 2021)', '#BB8FCE', 'star-square'),
  compatibleTransform: look('LCE (Meng 2021)', '#4A235A', 'diamond-wide'),
  asymmetricMetric: look('AML (Budnik 2021)', '#D2527F', 'diamond-tall'),

  absoluteRelational: look('RAML (Suma 2023)', '#8C564B', 'square-cross'),
  differentialDistillation: look('D3still (Xie 2024)', '#C49A6C', 'square-x'),

  contextualSimilarityDistillation: look('CSD (in batch)', '#0072B2', 'triangle-up'),
  contextualSimilarityBank: look('CSD (bank)', '#56B4E9', 'triangle-down'),
  contextualSimilarityRetuned: look('CSD (in batch, re-tuned)', '#6A3D9A', 'cross'),
  structureSimilarity: look('SSP (Wu 2024)', '#003F6B', 'triangle-up-open'),

  monotonicSimilarity: look('Monotonic mapping (ours)', '#009E73', 'diamond'),
  monotonicListwise: look('Listwise monotonic map (ours)', '#7BC043', 'diamond-open'),
  powerMapping: look('Fixed convex map', '#00594A', 'circle-x'),
  isotonicSimilarity: look('Map per anchor (isotonic)', '#76D7C4', 'diamond-x'),

  rankOrderPublicForm: look('Rank order (public form)', '#E69F00', 'circle-open'),
  rankOrderPreservation: look('Rank order preservation (ours)', '#D55E00', 'circle'),
  rankDistribution: look('Listwise rank preservation (ours)', '#B2182B', 'circle-cross'),
  smoothAveragePrecision: look('Smooth-AP (Brown 2020)', '#F4A582', 'triangle-left'),
  listLikelihood: look('ListMLE (Xia 2008)', '#7F3B08', 'triangle-right'),

  rankDistributionWithLabels: look('Listwise rank + labels (ours)', '#C2185B', 'triangle-ne'),
  contextualSimilarityWithLabels: look('CSD (bank) + labels', '#F06292', 'triangle-nw'),

  relationalDistillation: look('RKD (Park 2019)', '#8A8A00', 'triangle-down-open'),

  symmetricGallery: look('Gallery model on both sides', '#000000', 'star'),
  symmetricQuery: look('Query model on both sides', '#CC79A7', 'pentagon'),
};

/** Looks for ids that have none of their own. */
export const spareLooks: readonly Omit<Look, 'label'>[] = [
  { color: '#1B9E9E', symbol: 'hourglass' },
  { color: '#E7298A', symbol: 'bowtie' },
  { color: '#A6761D', symbol: 'x' },
  { color: '#4B3FA6', symbol: 'star-triangle-up' },
  { color: '#B8A800', symbol: 'hexagon' },
  { color: '#8C2D04', symbol: 'octagon' },
];
