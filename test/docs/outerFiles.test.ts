import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

interface Package {
  name: string;
  version: string;
  license: string;
  engines: { node: string };
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const root = join(import.meta.dirname, '../..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const workspace = JSON.parse(read('package.json')) as Package;
const library = JSON.parse(read('src/package.json')) as Package;

/** Even, and so long-maintained, major versions of Node in a range such as `>=20 <25`. */
function maintained(range: string): number[] {
  const [, first, end] = /^>=(\d+)[\d.]* <(\d+)$/.exec(range)!.map(Number);
  return Array.from({ length: end - first }, (_, row) => first + row).filter((major) => major % 2 === 0);
}
const supported = maintained(workspace.engines.node);

/** Scripts of package.json that a text runs. */
const scriptsIn = (text: string): string[] =>
  [...text.matchAll(/npm", "run", "([\w:-]+)|npm run ([\w:-]+)/g)].map(
    ([, listed, spoken]) => listed ?? spoken,
  );

interface Citation {
  type: string;
  version: string;
  'date-released': string;
  license: string;
  authors: { name: string }[];
  references: { title: string; year: number; authors: { 'family-names': string }[] }[];
}
const citation = parse(read('CITATION.cff')) as Citation;

describe('the licence', () => {
  test('is the one that both packages and the citation name', () => {
    const text = read('LICENSE');
    expect(text).toMatch(/^ +Apache License\n +Version 2\.0, /);
    expect(text).toMatch(/^ {3}Copyright \d{4} the contributors$/m);
    expect([workspace.license, library.license, citation.license]).toEqual(Array(3).fill('Apache-2.0'));
  });

  test('has all nine sections and nothing left to fill in but its own instructions', () => {
    const sections = [...read('LICENSE').matchAll(/^ {3}(\d)\. [A-Z]/gm)].map(([, number]) => Number(number));
    expect(sections).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(read('LICENSE')).not.toMatch(/\[(yyyy|name of copyright owner)\]/);
  });
});

describe('the version', () => {
  test('is one for workspace, library and citation', () => {
    expect([library.version, citation.version]).toEqual([workspace.version, workspace.version]);
  });

  test('has its day in the changelog, the same as in the citation', () => {
    const [newest] = [...read('CHANGELOG.md').matchAll(/^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$/gm)];
    expect(newest?.slice(1)).toEqual([workspace.version, citation['date-released']]);
  });
});

test('the citation is of software by its contributors and refers to the paper', () => {
  expect(citation.type).toBe('software');
  expect(citation.authors).toEqual([{ name: `The contributors of ${library.name}` }]);
  const [paper] = citation.references;
  expect(paper).toMatchObject({ year: 2023, title: expect.stringContaining('Rank Preserving') as string });
  expect(paper.authors.map((author) => author['family-names'])).toEqual(['Wu', 'Wang', 'Zhou', 'Li']);
});

test('the workflow calls .ci/run on every maintained Node that engines allow', () => {
  interface Step {
    run?: string;
    uses?: string;
    with?: Record<string, unknown>;
  }
  const { jobs } = parse(read('.github/workflows/ci.yml')) as {
    jobs: { check: { strategy: { matrix: { node: number[] } }; steps: Step[] } };
  };
  const { strategy, steps } = jobs.check;
  expect(strategy.matrix.node).toEqual(supported);
  expect(supported).toContain(20);
  expect(steps.flatMap(({ run }) => run ?? [])).toEqual(['bash .ci/run']);
  expect(existsSync(join(root, '.ci/run'))).toBe(true);
  const actions = steps.flatMap(({ uses }) => uses ?? []);
  for (const name of ['checkout', 'setup-node', 'setup-python'])
    expect(actions).toContainEqual(expect.stringMatching(new RegExp(`^actions/${name}@v\\d+$`)));
  const node = steps.find(({ uses }) => uses?.startsWith('actions/setup-node'))?.with;
  expect(node?.['node-version']).toBe('${{ matrix.node }}');
});

test('the workflow of the site publishes the folder that npm run site writes', () => {
  interface Step {
    run?: string;
    uses?: string;
    with?: { path?: string };
  }
  const { jobs } = parse(read('.github/workflows/site.yml')) as {
    jobs: { build: { steps: Step[] }; publish: { needs: string; steps: Step[] } };
  };
  const { steps } = jobs.build;
  const lines = steps.flatMap(({ run }) => run ?? []);
  expect(lines).toEqual(['npm run demo -- --export data/demo', 'npm run site -- --demo data/demo']);
  for (const script of lines.flatMap(scriptsIn)) expect(workspace.scripts).toHaveProperty(script);
  const written = steps.find(({ uses }) => uses?.startsWith('actions/upload-pages-artifact@'));
  expect(read('.gitignore').split('\n')).toContain(`${written?.with?.path}/`);
  expect(jobs.publish.needs).toBe('build');
  expect(jobs.publish.steps.map(({ uses }) => uses)).toEqual([
    expect.stringMatching(/^actions\/deploy-pages@v\d+$/),
  ]);
});

describe('the containers', () => {
  const dockerfile = read('Dockerfile');

  test('have a supported Node and run scripts that are there', () => {
    const bases = [...dockerfile.matchAll(/^FROM node:(\d+)[\w.-]* AS (\w+)$/gm)];
    expect(bases.map(([, major]) => supported.includes(Number(major)))).toEqual([true]);
    const scripts = scriptsIn(dockerfile);
    expect(scripts).toEqual(expect.arrayContaining(['setup', 'lab']));
    expect(scripts.filter((script) => !(script in workspace.scripts))).toEqual([]);
  });

  test('of an editor are a stage of the Dockerfile and forward the port of the lab', () => {
    const text = read('.devcontainer/devcontainer.json');
    const { build, forwardPorts, postCreateCommand } = ts.parseConfigFileTextToJson('', text).config as {
      build: { target: string };
      forwardPorts: number[];
      postCreateCommand: string;
    };
    const stages = [...dockerfile.matchAll(/^FROM \S+ AS (\w+)$/gm)].map(([, stage]) => stage);
    expect(stages).toContain(build.target);
    expect(forwardPorts).toEqual([8888]);
    expect(scriptsIn(postCreateCommand)).toEqual(['setup', 'setup']);
  });

  test('leave out what git ignores', () => {
    const left = read('.dockerignore').split('\n');
    const ignored = read('.gitignore').trim().split('\n');
    // Docker takes a name without a folder for one at the top only.
    const asDocker = ignored.map((line) => (/\/./.test(line) ? line : `**/${line}`));
    expect(asDocker.filter((line) => !left.includes(line))).toEqual([]);
  });
});

test('npx tsc is the TypeScript of package.json', () => {
  const tsc = realpathSync(join(root, 'node_modules/.bin/tsc'));
  expect(tsc).toBe(realpathSync(createRequire(import.meta.url).resolve('typescript/bin/tsc')));
  const version = execFileSync(process.execPath, [tsc, '--version'], { encoding: 'utf8' });
  expect(version.trim()).toBe(`Version ${workspace.devDependencies.typescript}`);
});

test('the table of versions held back has those of package.json', () => {
  const [, table] = read('FEATURES.md').split('## Versions held back\n');
  const rows = [...table.matchAll(/^\| `([^`]+)` +\| ([\d.]+) +\| ([\d.]+) +\|/gm)];
  expect(rows.length).toBeGreaterThan(0);
  const pinned = { ...workspace.dependencies, ...workspace.devDependencies };
  for (const [, name, here, newest] of rows) {
    expect([name, pinned[name]]).toEqual([name, here]);
    expect(parseInt(newest)).toBeGreaterThan(parseInt(here));
  }
});

test('how to report a weakness names no address that could be nobody’s', () => {
  const text = read('SECURITY.md');
  expect(text).toMatch(/^## What is trusted$[^]*^## What is not trusted$[^]*^## Reporting$/m);
  expect(text).toContain('Open a private advisory in the repository');
  expect(text).not.toMatch(/[\w.]+@[\w.]+|https?:/);
  expect(read('README.md')).toContain('](SECURITY.md)');
});
