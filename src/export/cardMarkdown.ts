import type { Attribution } from '../datasets/types.js';
import { toMarkdownTable } from '../report/tables/writeTable.js';
import type { Row } from '../report/tables/table.js';
import { agreementRow, describeColumns } from './agreementRow.js';
import { cardHead } from './cardHead.js';
import { cardUsage } from './cardUsage.js';
import type { ModelCard } from './modelCard.js';

/** Scores of a run in the order in which the card shows them. */
const scoreLabels = {
  mapAsymmetric: 'mAP, query model against the gallery (per cent)',
  mapSymmetricGallery: 'mAP, gallery model alone (per cent)',
  mapSymmetricQuery: 'mAP, query model alone (per cent)',
  recallAt1: 'recall@1 (per cent)',
  recallAt10: 'recall@10 (per cent)',
  orderConsistency10: 'order consistency@10 (per cent)',
  orderConsistency100: 'order consistency@100 (per cent)',
  cosineToTarget: 'mean cosine to the gallery model’s embedding',
} as const;

/** The axes of an input by their order. */
const axes = {
  nchw: (size: number) => `[B, 3, ${size}, ${size}]`,
  nhwc: (size: number) => `[B, ${size}, ${size}, 3]`,
} as const;

/** A model card for reading; `README.md`. */
export function cardMarkdown(card: ModelCard): string {
  const sections = [
    cardHead(card),
    `# ${card.name}`,
    'A query model of asymmetric image retrieval: it embeds queries into the space of a larger gallery model.',
    section('Use it', cardUsage(card)),
    section('What a search loses by each file', lostText(card)),
    section('Model', toMarkdownTable(modelRows(card))),
    section('Gallery', galleryText(card)),
    section('Files', toMarkdownTable(fileRows(card))),
    section('Training', trainingText(card)),
    section('Licences', licenceText(card)),
    section('Limits', card.limits.map((limit) => `- ${limit}`).join('\n')),
  ];
  return `${sections.join('\n\n')}\n`;
}

function section(title: string, text: string): string {
  return `## ${title}\n\n${text.trim()}`;
}

function modelRows({ architecture, parameters, flops, input, output }: ModelCard): Row[] {
  const { query, frozenNetwork } = architecture;
  const rows: [string, string][] = [
    ['architecture', JSON.stringify(query)],
    ...(frozenNetwork
      ? [['frozen network in front', JSON.stringify(frozenNetwork)] as [string, string]]
      : []),
    ['trained weights', String(parameters.trained)],
    ['numbers in the files', String(parameters.stored)],
    ['operations per picture', `${(flops / 1e6).toFixed(1)} million (two per multiply-add)`],
    [
      'input',
      `${input.name}: ${input.channels}, ${input.range.join(' to ')}, ${input.size} x ${input.size} pixels`,
    ],
    ['preparation', input.preparation],
    [
      'axes',
      Object.entries(input.layouts)
        .map(([format, layout]) => `${format}: ${axes[layout](input.size)}`)
        .join(', '),
    ],
    ['output', `${output.name}: ${output.dimension} numbers of Euclidean length ${output.length}`],
  ];
  return rows.map(([what, value]) => ({ what, value }));
}

function galleryText({ gallery }: ModelCard): string {
  if (!gallery) return 'Not known: there was no `run.json` beside the model.';
  return `Compatible with ${gallery.name ?? gallery.model.name}, ${gallery.dimension} dimensions, treatment \`${gallery.treatment}\`: ${code(gallery.model)}`;
}

function fileRows({ exports }: ModelCard): Row[] {
  return exports.flatMap(({ format, weights, folder, files }) =>
    files.map(({ name, bytes, sha256 }) => ({ format, weights, file: `${folder}/${name}`, bytes, sha256 })),
  );
}

function lostText({ exports, failed, notes }: ModelCard): string {
  const mixed = exports.find(({ float16Layers }) => float16Layers?.length);
  return [
    ...describeColumns(exports[0]!.agreement),
    ...notes,
    toMarkdownTable([...exports, ...failed].map(agreementRow)),
    ...(mixed
      ? [
          `Layers that stay float16 in int8 files, measured to be sensitive: ${mixed.float16Layers!.join(', ')}.`,
        ]
      : []),
    ...failed.map(({ folder, reason }) => `Not written: ${folder}, for ${reason}.`),
  ].join('\n\n');
}

function trainingText({ training }: ModelCard): string {
  if (!training) return 'Not known: there was no `run.json` beside the model.';
  const { config, scores, runId } = training;
  const labels = Object.entries(scoreLabels) as [keyof typeof scoreLabels, string][];
  const rows = labels.flatMap(([key, score]) =>
    scores[key] === undefined ? [] : [{ score, value: String(scores[key]) }],
  );
  const head = `Run \`${runId}\` by \`${config.method}\` on \`${config.dataset}\`, split \`${config.split}\`, seed ${config.seed}. Scores are those of that run on its unseen pictures.`;
  return [
    head,
    toMarkdownTable(rows),
    `Whole configuration:\n\n\`\`\`json\n${JSON.stringify(config, null, 1)}\n\`\`\``,
  ].join('\n\n');
}

function licenceText({ licence, licences: { weights, pictures } }: ModelCard): string {
  const row = (part: string) => (one: Attribution) => ({ part, ...one });
  const rows = [...weights.map(row('weights')), ...pictures.map(row('pictures'))];
  return [
    licence === 'unknown' ? 'Nobody has chosen a licence for this model.' : `This model: ${licence}.`,
    rows.length > 0
      ? `It was made with:\n\n${toMarkdownTable(rows)}`
      : 'No pretrained weights and no known pictures.',
  ].join('\n\n');
}

function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}
