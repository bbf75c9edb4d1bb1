import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { basename, relative, resolve } from 'node:path';
import { describeBytes } from '../../base/describeBytes.js';
import type { Exhibit } from '../../demo/exhibit/exhibit.js';
import { groceryModels, type NamedModel } from '../../demo/exhibit/groceryModels.js';
import { groceryPictures } from '../../demo/exhibit/groceryPictures.js';
import { openExhibit, type ExhibitOptions } from '../../demo/exhibit/openExhibit.js';
import { exhibitFiles } from '../../demo/exhibitFiles.js';
import { createDemoServer } from '../../demo/http/createDemoServer.js';
import { pageFiles } from '../../demo/pageFiles.js';
import { writeSite } from '../../demo/writeSite.js';
import { RetrievalError } from '../../errors.js';
import { preparationBars } from '../../report/notebook/preparationBars.js';
import { selectBackend } from '../../compute/backend/selectBackend.js';
import { extractModel } from '../extract/extractModel.js';
import { settingsOf } from '../galleryIndex/settingsOf.js';
import { interruption } from '../interruption.js';
import { printError } from '../printError.js';

interface Options {
  model?: string[];
  gallery?: string;
  ids?: string;
  idColumn?: string;
  array?: string;
  index?: string;
  indexSettings?: string;
  pictures?: string;
  galleryModel?: string;
  square?: number;
  longestSide?: number;
  scales?: number[];
  host: string;
  port: number;
  export?: string;
}

/** Opens what is shown, then serves it until it is interrupted, or writes it as files. */
export async function run(options: Options): Promise<void> {
  const page = await pageFiles();
  const exhibit = await open(options);
  if (options.export !== undefined) return writeFiles(exhibit, page, options.export);
  const files = new Map([...page, ...(await exhibitFiles(exhibit))]);
  const { host, port } = options;
  await serve(createDemoServer({ exhibit, files, host, onError: printError }), host, port);
}

async function open({ model, host: _, port: _port, export: _out, ...choices }: Options): Promise<Exhibit> {
  const signal = interruption();
  const bars = preparationBars();
  const onStep = (sentence: string): void => console.error(sentence);
  const common = { onStep, onProgress: bars.update, signal };
  try {
    if (model) return await openExhibit(named(model), { ...common, ...(await ownChoices(choices)) });
    refuseWithoutModel(choices);
    const models = await groceryModels({ signal, onStep });
    return await openExhibit(models, { ...common, encoded: await groceryPictures() });
  } finally {
    bars.stop();
  }
}

const named = (folders: readonly string[]): NamedModel[] =>
  folders.map((folder) => ({ folder, label: basename(resolve(folder)) }));

async function ownChoices({
  galleryModel: name,
  square,
  longestSide,
  scales,
  indexSettings,
  ...given
}: Omit<Options, 'model' | 'host' | 'port' | 'export'>): Promise<ExhibitOptions> {
  await selectBackend();
  const choices = {
    ...given,
    ...(indexSettings !== undefined && { indexSettings: settingsOf(indexSettings) }),
  };
  if (name === undefined) return choices;
  const opened = await extractModel(name);
  // Asking for a longest side means: no squares.
  const side = square ?? (longestSide === undefined ? opened.square : undefined);
  const settings = { ...(side && { square: side }), longestSide, scales };
  return { ...choices, galleryModel: { model: opened.model, ...settings } };
}

function refuseWithoutModel(choices: object): void {
  const given = Object.keys(choices).filter((name) => name !== 'maxMegapixels');
  if (given.length === 0) return;
  throw new RetrievalError({
    what: 'It is not said which query models to show',
    where: '--model',
    expected: 'folders that `asym train` has saved, or none of the options of a gallery of your own',
    found: given.join(', '),
    fix: 'add --model FOLDER',
    kind: 'usage',
  });
}

async function writeFiles(exhibit: Exhibit, page: Map<string, Uint8Array>, out: string): Promise<void> {
  const bars = preparationBars();
  const { bytes, files, notes } = await writeSite(exhibit, page, out, bars.update).finally(bars.stop);
  console.log(`Written: ${files} files, ${describeBytes(bytes)}, in ${relative('.', resolve(out)) || '.'}`);
  for (const note of notes) console.log(note);
}

/** Listens until the process is told to stop. */
async function serve(server: Server, host: string, port: number): Promise<void> {
  const signal = interruption();
  const listening = once(server, 'listening');
  server.listen(port, host);
  await listening.catch((error: NodeJS.ErrnoException) => {
    throw notListening(error, host, port);
  });
  const { port: taken } = server.address() as AddressInfo;
  const isLocal = ['127.0.0.1', '::1', 'localhost'].includes(host);
  if (!isLocal) {
    console.error(
      `Warning: everyone who reaches ${host} can see these pictures and search them, and nothing is encrypted.`,
    );
  }
  console.log(`Query models in the browser: http://${host.includes(':') ? `[${host}]` : host}:${taken}/`);
  console.log('Ctrl-C ends it.');
  if (!signal.aborted) await once(signal, 'abort');
  server.close();
  server.closeAllConnections();
}

function notListening(error: NodeJS.ErrnoException, host: string, port: number): RetrievalError {
  const isTaken = error.code === 'EADDRINUSE';
  return new RetrievalError({
    what: isTaken ? 'The port is taken' : 'The server can not listen there',
    where: `${host}, port ${port}`,
    found: isTaken ? 'another program listens there' : error.message,
    fix: isTaken ? 'name another with --port, or 0 for a free one' : 'name an address of this machine',
    kind: 'usage',
    cause: error,
  });
}
