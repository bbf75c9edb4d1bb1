import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { feedingSections } from '../../src/bench/feedingReport.js';
import { scalePageSections } from '../../src/cli/figures/scaleDrawings.js';
import { fillPage } from '../../src/study/pages/pages.js';

test.each(['SCALE.md', 'GPU.md'])('%s says what was measured', (name) => {
  const page = readFileSync(workspacePath(name), 'utf8');
  expect(fillPage(page, { ...scalePageSections(), ...feedingSections() })).toBe(page);
});
