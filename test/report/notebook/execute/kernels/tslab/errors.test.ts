import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

const { describe, isOfSockets } = createRequire(import.meta.url)(
  '../../../../../../src/report/notebook/execute/kernels/tslab/errors.cjs',
) as { describe: (value: unknown) => unknown; isOfSockets: (value: unknown) => boolean };

test('an error is printed once, with its cause and without the frames of the kernel', () => {
  const cause = Object.assign(new Error('inner'), { stack: 'Error: inner' });
  const error = Object.assign(new Error('outer', { cause }), { fix: 'told in the message' });
  error.stack = [
    'Error: outer',
    '    at half (evalmachine.<anonymous>:3:9)',
    '    at Object.execute (node_modules/tslab/dist/executor.js:173:17)',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
  ].join('\n');
  const text = describe(error) as string;
  expect(text).toMatch(/^Error: outer\n {4}at half \(evalmachine.<anonymous>:3:9\)\nCaused by: Error: inner/);
  expect(text).not.toMatch(/tslab|task_queues|told in the message/);
});

test('an interrupt is one line, and what is no error stays as it is', () => {
  expect(describe(new Error('Interrupted asynchronously'))).toBe('Interrupted');
  expect(describe(new Error('interrupted'))).toBe('Interrupted');
  expect(describe('text')).toBe('text');
});

test('a socket that the kernel itself finds closed is no error of a cell', () => {
  const closed = (stack: string) => Object.assign(new Error('Socket is closed'), { stack });
  expect(isOfSockets(closed('Error\n    at Router.receive (node_modules/zeromq/lib/index.js:1:1)'))).toBe(
    true,
  );
  expect(isOfSockets(closed('Error\n    at evalmachine.<anonymous>:3:9'))).toBe(false);
  expect(isOfSockets('Socket is closed')).toBe(false);
});
