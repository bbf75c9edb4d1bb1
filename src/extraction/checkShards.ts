import { basename } from 'node:path';
import { RetrievalError, type ErrorDetails } from '../errors.js';
import type { ShardFiles, UnfinishedShard } from './shardManifest.js';
import { remakes } from './shards.js';

/** One thing that keeps shards from being joined. */
export type ShardProblem = Required<Pick<ErrorDetails, 'what' | 'where' | 'found' | 'fix'>>;

/** What is wrong with shards as their manifests tell: one that is missing, comes twice, or is of another extraction. */
export function shardProblems(shards: readonly ShardFiles[]): ShardProblem[] {
  const [first, ...others] = shards;
  if (!first) return [{ what: 'There are no shards', where: 'shards', found: 'none', fix: 'name them' }];
  const { count, list } = first.manifest.shard;
  const strangers = others.filter(({ manifest: { shard } }) => shard.count !== count || shard.list !== list);
  if (strangers.length > 0) return strangers.map((shard) => ofOthers(first, shard));
  return [
    ...others
      .filter((shard) => differences(first, shard).length > 0)
      .map((shard) => ofOtherModel(first, shard)),
    ...twice(shards),
    ...missing(shards),
  ];
}

function ofOthers(first: ShardFiles, { files, manifest }: ShardFiles): ShardProblem {
  const [one, other] = [first.manifest.shard, manifest.shard];
  const found =
    other.count !== one.count ? `one of ${other.count} shards` : 'a shard of another list of pictures';
  return {
    what: 'A shard does not belong to the others',
    where: files.vectors,
    found: `${found}, beside ${first.files.vectors}, one of ${one.count} of ${one.of} pictures`,
    fix: `name the shards of one extraction, or run ${remakes(one, Math.min(other.index, one.count))}`,
  };
}

function ofOtherModel(first: ShardFiles, shard: ShardFiles): ShardProblem {
  return {
    what: 'A shard is of another model or other settings',
    where: shard.files.vectors,
    found: differences(first, shard).join('; '),
    fix: `run ${remakes(first.manifest.shard, shard.manifest.shard.index)} --overwrite`,
  };
}

function differences({ description: one }: ShardFiles, { description: other }: ShardFiles): string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names
    .filter((name) => one[name] !== other[name])
    .map((name) => `${name}: ${other[name] ?? 'nothing'} instead of ${one[name] ?? 'nothing'}`);
}

function twice(shards: readonly ShardFiles[]): ShardProblem[] {
  const firsts = new Map<number, ShardFiles>();
  return shards.flatMap((shard) => {
    const { index, count } = shard.manifest.shard;
    const before = firsts.get(index);
    if (!before) firsts.set(index, shard);
    if (!before) return [];
    return [
      {
        what: `Shard ${index}/${count} comes twice, so that its pictures would count twice`,
        where: shard.files.vectors,
        found: `another one in ${before.files.vectors}`,
        fix: 'name one of the two',
      },
    ];
  });
}

function missing(shards: readonly ShardFiles[]): ShardProblem[] {
  const { shard } = shards[0]!.manifest;
  const there = new Set(shards.map(({ manifest }) => manifest.shard.index));
  const indices = Array.from({ length: shard.count }, (_, i) => i + 1).filter((index) => !there.has(index));
  return indices.map((index) => ({
    what: `Shard ${index}/${shard.count} is missing`,
    where: shards[0]!.files.vectors.replace(/\d+-of-\d+\.npy$/, `${index}-of-${shard.count}.npy`),
    found: `${there.size} of ${shard.count} shards`,
    fix: `run ${remakes(shard, index)}`,
  }));
}

/** Files that are no finished shards, beside one that is. */
export function unfinishedProblems(
  unfinished: readonly UnfinishedShard[],
  finished: ShardFiles | undefined,
): ShardProblem[] {
  return unfinished.map(({ files, found }) => {
    const [, index] = /(\d+)-of-\d+\.npy$/.exec(files.vectors) ?? [];
    const command = finished && index && remakes(finished.manifest.shard, Number(index));
    return {
      what: 'This is no finished shard',
      where: files.vectors,
      found,
      fix: command ? `run ${command}` : 'run the command of this shard again; it goes on where it stopped',
    };
  });
}

/** Shards with files that are not what was written. */
export function damagedProblems(shards: readonly ShardFiles[], damaged: ReadonlySet<string>): ShardProblem[] {
  return shards.flatMap(({ files, manifest: { shard } }) => {
    const found = [files.vectors, files.ids, files.log].filter((file) => damaged.has(file));
    if (found.length === 0) return [];
    return [
      {
        what: `Shard ${shard.index}/${shard.count} is not what was written`,
        where: files.vectors,
        found: `another SHA-256 of ${found.map((file) => basename(file)).join(', ')}`,
        fix: `run ${remakes(shard, shard.index)}; it computes only what is damaged`,
      },
    ];
  });
}

/** @throws RetrievalError (data) that names all problems. */
export function throwShardProblems(problems: readonly ShardProblem[]): void {
  if (problems.length === 0) return;
  const [first] = problems as [ShardProblem];
  if (problems.length === 1) throw new RetrievalError({ ...first, kind: 'data' });
  const lines = problems.map(
    ({ where, what, found, fix }) => `\n    ${where}: ${what} (${found})\n      ${fix}`,
  );
  throw new RetrievalError({
    what: `${problems.length} things keep the shards from being joined`,
    where: first.where,
    expected: 'none of these:',
    found: lines.join(''),
    fix: 'do what stands below each',
    kind: 'data',
  });
}

/** Where shards in order do not follow each other picture by picture. */
export function gapProblems(shards: readonly ShardFiles[]): ShardProblem[] {
  let next = 0;
  return shards.flatMap(({ files, manifest: { shard, pictures } }) => {
    const [expected, isLast] = [next, shard.index === shard.count];
    next = shard.first + pictures;
    if (shard.first === expected && (!isLast || next === shard.of)) return [];
    return [
      {
        what: 'The pictures of a shard do not follow those of the shard before',
        where: files.manifest,
        found: `pictures ${shard.first} to ${next} of ${shard.of}, where ${expected} is next`,
        fix: `run ${remakes(shard, shard.index)}`,
      },
    ];
  });
}
