import { join } from 'node:path';
import { workspace } from '../core/paths.mjs';
import { runInForeground } from '../core/process.mjs';
import { setUp } from '../core/setUp.mjs';
import { npmStep } from '../steps/npm.mjs';

/** The documentation as a site of static files. */
export const site = {
  summary: 'write the documentation as a site of static files, without the network',
  help: '  --out FOLDER   where, default .site\n  --demo FOLDER  put in the page that npm run demo -- --export FOLDER wrote\n  --open         give it out on 127.0.0.1 and open it in the browser\nMade of the Markdown documents, the notebooks with their stored outputs, the figures and the doc comments. It fails for a link\nto nothing and for a comment that does not fit its signature.',
  async run(args) {
    if (!(await setUp([npmStep]))) return 1;
    const program = join(workspace.source, 'site', 'main.mjs');
    return runInForeground(process.execPath, [program, ...args], { cwd: workspace.root });
  },
};
