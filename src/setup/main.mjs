import { commands } from './commands/index.mjs';
import { SetupFailure } from './core/obstacle.mjs';
import { workspace } from './core/paths.mjs';

/** Runs one command of the workspace; its outcome is the exit code. */
export async function main([name, ...args]) {
  const command = commands[name];
  if (!command) {
    const asksHelp = name === undefined || name === '--help' || name === '-h' || name === 'help';
    if (!asksHelp) console.error(`There is no command ${JSON.stringify(name)}.\n`);
    (asksHelp ? console.log : console.error)(overview());
    process.exitCode = asksHelp ? 0 : 1;
    return;
  }
  const wantsHelp = args.includes('--help') || args.includes('-h');
  if (wantsHelp && !command.ownHelp) return console.log(`${usage(name)}\n\n${command.help}`);
  // Data, caches and figures stay in the clone, wherever a command is called from.
  process.env.ASYMMETRIC_FOLDER = workspace.root;
  try {
    process.exitCode = await command.run(args, name);
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    console.error(`${error.message}${error.cure ? `\nCure: ${error.cure}` : ''}`);
    process.exitCode = 1;
  }
}

function overview() {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(14)}${summary}`);
  return `Usage: npm run COMMAND [-- OPTIONS]\n\n${lines.join('\n')}\n\nEach command tells more with --help.`;
}

function usage(name) {
  return `Usage: npm run ${name} [-- OPTIONS]: ${commands[name].summary}`;
}
