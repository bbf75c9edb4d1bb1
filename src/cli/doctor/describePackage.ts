import type { PackageReport } from './examinePackage.js';

/** The report for people. */
export function describePackage({
  version,
  node,
  folder,
  optional,
  weights,
  ...rest
}: PackageReport): string {
  const { backend, problems } = rest;
  return [
    ...section('Library', [
      ['asymmetric-retrieval', version],
      ['Node', `${node.version} (needed: ${node.needed})`],
      ['data and caches', folder],
      [
        'backend',
        backend ? `${backend.name} on the ${backend.device.toUpperCase()}: ${backend.reason}` : 'none',
      ],
    ]),
    ...section(
      'Optional packages',
      optional.map(({ name, tried, installed }) => [name, installed ?? `not installed (tried: ${tried})`]),
    ),
    ...section(
      'Pretrained weights',
      weights.map(({ name, isHere, isWhole }) => [
        name,
        isHere ? (isWhole ? 'here' : 'damaged') : `not here (npx asym data weights ${name})`,
      ]),
    ),
    ...(problems.length === 0
      ? ['No problems found.']
      : [
          'Problems',
          ...problems.map(({ severity, what, cure }) => `  ${severity}: ${what}\n    cure: ${cure}`),
        ]),
  ].join('\n');
}

function section(title: string, rows: string[][]): string[] {
  return [title, ...rows.map(([name, value]) => `  ${name!.padEnd(32)}${value}`), ''];
}
