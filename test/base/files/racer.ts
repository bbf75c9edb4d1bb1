import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { owningFolder } from '../../../src/base/files/owning.js';
import { answerRaces } from '../../helpers/racers.js';

// Writes to a folder, alone as it thinks, and leaves a log that shows whether it was.
answerRaces((folder) =>
  owningFolder(folder, async () => {
    appendFileSync(`${folder}/log`, `in ${process.pid}\n`);
    writeFileSync(`${folder}/content`, String(process.pid));
    await sleep(30);
    appendFileSync(`${folder}/log`, `${readFileSync(`${folder}/content`, 'utf8')} out\n`);
    return 'alone';
  }),
);
