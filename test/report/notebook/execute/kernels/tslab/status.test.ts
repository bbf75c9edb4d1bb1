import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../../../../..');
const python = join(root, '.venv', 'bin', 'python');

/** Asks for two cells and the history at once, as Run All does beside a console, and tells what came in which order. */
const script = `
import json
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name='tslab')
try:
    first = client.execute('await new Promise((done) => setTimeout(done, 300)); console.log(1)')
    second = client.execute('await new Promise((done) => setTimeout(done, 300)); console.log(2)')
    history = client.history()
    said = []
    while not (said and said[-1] == ['idle', 'second']):
        message = client.get_iopub_msg(timeout=30)
        name = {first: 'first', second: 'second'}.get(message['parent_header'].get('msg_id'), 'other')
        if message['msg_type'] == 'status':
            said.append([message['content']['execution_state'], name])
        elif message['msg_type'] == 'stream':
            said.append([message['content']['text'].strip(), name])
    replies = []
    while len([reply for reply in replies if reply != 'kernel_info_reply']) < 3:
        replies.append(client.get_shell_msg(timeout=30)['msg_type'])
    print(json.dumps([said, replies]))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
`;

test.skipIf(!existsSync(python))(
  'a kernel is busy until its last cell has run, and says nothing of requests for its history',
  () => {
    const env = { ...process.env, JUPYTER_PATH: join(root, 'src', 'report', 'notebook', 'execute') };
    const output = execFileSync(python, ['-c', script], { cwd: root, env, encoding: 'utf8' });
    const [said, replies] = JSON.parse(output) as [string[][], string[]];
    const states = said.filter(([state]) => ['busy', 'idle'].includes(state));
    // Nothing but the end of the last cell leaves the kernel idle.
    states.slice(0, -1).forEach(([state], at) => {
      if (state === 'idle') expect(states[at + 1][0]).toBe('busy');
    });
    expect(said.filter(([state]) => !['busy', 'idle'].includes(state))).toEqual([
      ['1', 'first'],
      ['2', 'second'],
    ]);
    expect(replies).toContain('history_reply');
  },
  60_000,
);
