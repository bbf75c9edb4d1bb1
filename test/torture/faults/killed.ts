import { withFault } from './faultyFiles.js';
import { plainSaves } from './saves.js';

// Saves to a folder and kills itself at a call; ends with 3 where there are not so many calls.
const [name, folder, at] = process.argv.slice(2) as [string, string, string];
const save = plainSaves.find((one) => one.name === name)!;
await withFault(folder, { kind: 'kill', at: Number(at) }, () => save.write(folder, 'new'));
process.exitCode = 3;
