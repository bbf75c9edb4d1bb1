import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { exportQueryModel } from '../../src/export/exportQueryModel.js';
import { randomPictures } from '../../src/export/agreementPictures.js';
import { openTrainedModel } from '../../src/trainedModels/openTrainedModel.js';
import { exportFolders, folder, onRandom, save, small } from './savedModels.js';
import { largestDifference } from './toyNetwork.js';

exportFolders();

/** A folder from which Node finds the packages of the workspace. */
const out = ((): string => {
  const cache = workspacePath('data', 'cache');
  mkdirSync(cache, { recursive: true });
  return mkdtempSync(join(cache, 'card-'));
})();
afterAll(() => rmSync(out, { recursive: true }));

/** What a browser has and Node has not, for a photo of the size to which the code scales it. */
const browser = `
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';

globalThis.fetch = async (file) => new Response(await readFile(String(file)));
const scaled = 36;
const image = sharp('photo.jpg').resize(scaled, scaled, { fit: 'fill' }).ensureAlpha();
const rgba = await image.raw().toBuffer();
globalThis.createImageBitmap = async (blob) => ({ size: blob.size });
globalThis.OffscreenCanvas = class {
  constructor(width, height) {
    if (width !== scaled || height !== scaled) throw new Error(\`a canvas of \${width} x \${height}\`);
  }
  getContext = () => ({
    drawImage(image, ...square) {
      if (!(image.size > 0) || square.join() !== [0, 0, scaled, scaled].join()) throw new Error(square.join());
    },
    getImageData(left, top, width, height) {
      const data = new Uint8Array(width * height * 4);
      for (let row = 0; row < height; row++) {
        const start = ((top + row) * scaled + left) * 4;
        data.set(rgba.subarray(start, start + width * 4), row * width * 4);
      }
      return { data, width, height };
    },
  });
};
`;

describe('the code in the model card', () => {
  let original: Float32Array;
  let code: Record<'onnx' | 'tfjs', string>;

  beforeEach(async () => {
    await save(small);
    await exportQueryModel(folder, out, { ...onRandom, formats: ['tfjs-graph', 'onnx'] });
    const pixels = Uint8Array.from(randomPictures(1, 60));
    const photo = join(out, 'photo.jpg');
    await sharp(pixels, { raw: { width: 60, height: 60, channels: 3 } })
      .resize(80, 50, { fit: 'fill' })
      .jpeg({ quality: 95 })
      .toFile(photo);
    const trained = await openTrainedModel(folder);
    original = (await trained.embed(photo)).data;
    trained.dispose();
    const text = readFileSync(join(out, 'README.md'), 'utf8');
    const [onnx, tfjs] = [...text.matchAll(/```js\n([^]*?)```/g)].map(([, lines]) => lines);
    code = { onnx, tfjs };
  });

  /** Runs the code as it stands, but for the line that prints, and gives what it prints. */
  async function run(name: 'onnx' | 'tfjs', before = ''): Promise<number[]> {
    const file = join(out, `${name}.mjs`);
    const printing = /console\.log\((.*)\); \/\/ (\d+) numbers/;
    expect(printing.exec(code[name])![2]).toBe(String(original.length));
    writeFileSync(join(out, 'before.mjs'), before);
    writeFileSync(
      file,
      `import './before.mjs';\n${code[name].replace(printing, 'console.log(JSON.stringify(Array.from($1)))')}`,
    );
    const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: out });
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as number[];
  }

  test('embeds a photo in ONNX Runtime as the query model does', async () => {
    expect(largestDifference(await run('onnx'), original)).toBeLessThan(1e-4);
  });

  test('embeds a photo in TensorFlow.js as the query model does', async () => {
    expect(largestDifference(await run('tfjs', browser), original)).toBeLessThan(1e-4);
  });
});
