import { describe, expect, test } from 'vitest';
import { workspacePath } from '../../../src/base/files/workspacePath.js';
import { figureSize, fittedTo, type Figure } from '../../../src/report/plots/figure.js';
import { titleText } from '../../../src/report/plots/figureWords.js';
import { allFigures } from '../../../src/study/figures/figures.js';
import { isKnown, methodLabel, nameInTitle, nameWithin } from '../../../src/study/methods/looks.js';
import { methodIds } from '../../../src/study/methods/methods.js';
import { readResults } from '../../../src/study/runs/resultsFolder.js';
import { syntheticRun } from '../syntheticRun.js';

const figures = allFigures(readResults(workspacePath('figures')));
const names = methodIds.map(methodLabel);
const fieldNames = Object.keys(readResults(workspacePath('figures'))[0].record);

/** Lines of the title block as they are drawn, without markup. */
const linesOf = ({ layout }: Figure): string[] =>
  layout.title!.text!.split('<br>').map((line) => line.replace(/<[^>]*>/g, ''));

/** What is wrong with a title. */
function faults(title: string): string[] {
  const rules: [string, boolean][] = [
    ['begins with a capital', /^([A-Z]|mAP)/.test(title)],
    ['is one sentence', !/[.!?]( |$)/.test(title)],
    ['has a verb and what it says', title.split(/\s+/).length >= 5],
    ['has no id or field name', !/\b[a-z]{2,}[A-Z][a-z]/.test(title) && !/\biSpline\b|_/.test(title)],
    ['names no field', !fieldNames.some((name) => /[A-Z]/.test(name) && title.includes(name))],
    ['has no value without its name', !/[:;,] ?$|\(best|undefined|NaN|n\/a/.test(title)],
  ];
  return rules.filter(([, holds]) => !holds).map(([rule]) => rule);
}

/** Names that a line break runs through. */
function brokenNames(lines: readonly string[]): string[] {
  const drawn = lines.join('\n').replaceAll('\u00a0', ' ');
  const whole = drawn.replaceAll('\n', ' ');
  return names.filter((name) => count(whole, name) > count(drawn, name));
}

const count = (text: string, part: string): number =>
  text.toLowerCase().split(part.toLowerCase()).length - 1;

test('figures are drawn from what the runs allow, and only from that', () => {
  const runs = methodIds.flatMap((method) => [0, 1].map((seed) => syntheticRun(method, seed)));
  const names = allFigures(runs).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['rank-consistency-emoji', 'methods-emoji', 'predictors-emoji', 'temperature']));
  expect(names).not.toContain('distortion-emoji');
  expect(allFigures([]).map(({ name }) => name)).toEqual(['temperature']);
});

test('there are figures of the committed results to look at', () => {
  expect(figures.length).toBeGreaterThan(20);
});

describe.each(figures.map(({ name, figure }) => [name, figure] as const))('the title of %s', (_, figure) => {
  test('is a finding in a sentence for readers', () => {
    expect(faults(titleText(figure))).toEqual([]);
  });

  test('leaves the figure low enough for a small screen', () => {
    expect(figure.layout.height).toBeLessThanOrEqual(600);
  });

  test.each([
    ['the usual', figureSize.width, 2],
    ['half the', figureSize.width / 2, 4],
  ])('breaks between words and never within a name at %s width', (_words, width, most) => {
    const fitted = fittedTo(figure, width);
    const [title] = fitted.layout.title!.text!.split('</b>');
    expect(brokenNames(linesOf(fitted))).toEqual([]);
    expect(title.split('<br>').length).toBeLessThanOrEqual(most);
    for (const line of title.replace('<b>', '').split('<br>')) expect(line.length * 11).toBeLessThan(width);
    expect(linesOf(fitted).join(' ').replace(/\s+/g, ' ')).toBe(
      linesOf(figure).join(' ').replace(/\s+/g, ' '),
    );
    expect(fitted.layout.margin!.t! - figure.layout.margin!.t!).toBe(
      27 * (linesOf(fitted).length - linesOf(figure).length),
    );
  });
});

describe('the rules for titles', () => {
  test.each([
    ['temperature: moves CSD by 3.0 points of mAP', 'begins with a capital'],
    ['its start, t to the 6 lies up to 0.58 below', 'begins with a capital'],
    ['The iSpline leads all of the others here', 'has no id or field name'],
    ['Runs with orderConsistency10 lead by 3 points', 'has no id or field name'],
    ['Asymmetric mAP', 'has a verb and what it says'],
    ['CSD leads by 3 points. BCT follows', 'is one sentence'],
  ])('find the fault in %s', (title, rule) => expect(faults(title)).toContain(rule));

  test('find a broken name', () => {
    expect(brokenNames(['CSD (bank) leads LCE (Meng', '2021) by 3 points'])).toEqual(['LCE (Meng 2021)']);
  });
});

test('names keep together, and a plain first word is small within a sentence', () => {
  expect(nameInTitle('regression')).toBe('Feature\u00a0regression');
  expect(nameWithin('regression')).toBe('feature\u00a0regression');
  expect(nameWithin('contextualSimilarityBank')).toBe('CSD\u00a0(bank)');
  expect(nameWithin('listMLE')).toMatch(/^[A-Z]|listMLE/);
  expect(isKnown('regression') && !isKnown('mine')).toBe(true);
});
