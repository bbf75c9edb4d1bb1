import { describe, expect, test } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { errorText, wantsTrace } from '../../src/cli/printError.js';
import { RetrievalError } from '../../src/errors.js';

describe('an error', () => {
  const error = new RetrievalError({ what: 'Broken', fix: 'mend it', cause: new Error('deeper') });

  test('is told without the place in the code, unless that is asked for', () => {
    expect(errorText(error, false)).toBe('Broken\n  fix: mend it');
    expect(errorText(new TypeError('x is not a function'), false)).toBe(
      'x is not a function\n  fix: if this says too little, run it again with --trace',
    );
    const traced = errorText(error, true);
    expect(traced).toMatch(/Broken[\s\S]*\n {4}at .*\ncaused by: Error: deeper\n {4}at /);
  });

  test('of a process that gets no memory says what to lower', () => {
    expect(errorText(new RangeError('Array buffer allocation failed'), false)).toMatch(/fix: .*ulimit -v/);
    expect(errorText(new RangeError('WebAssembly.Instance(): Out of memory'), false)).toMatch(
      /lower the batch/,
    );
  });

  test('of a package that is there is one of too many open files', () => {
    const missing = (path: string): string =>
      errorText(new Error(`Cannot find package '${path}' imported`), false);
    expect(missing(workspacePath('node_modules', 'vitest', 'index.js'))).toMatch(
      /fix: it is there.*ulimit -n/,
    );
    expect(missing('/no/such/node_modules/package/index.js')).toMatch(/--trace$/);
  });

  test('is traced by an option or by the environment', () => {
    expect(wantsTrace(['train'], {})).toBe(false);
    expect(wantsTrace(['train', '--trace'], {})).toBe(true);
    expect(wantsTrace(['train'], { ASYMMETRIC_TRACE: '1' })).toBe(true);
  });
});
