import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { descendants, isRunning, startModule } from '../../helpers/processes.js';
import { canRender, closeRenderer } from '../../../src/report/plots/renderer.js';
import { exportFigure, figurePng, figureSvg } from '../../../src/report/plots/exportFigure.js';
import { methodBars } from '../../../src/study/figures/methodBars.js';
import type { Figure } from '../../../src/report/plots/figure.js';
import { sampleRuns } from './samples.js';

const folder = mkdtempSync(join(tmpdir(), 'figures-'));
const figure = methodBars(sampleRuns({ regression: 20, rankOrderPreservation: 35 }));

afterAll(async () => {
  await closeRenderer();
  rmSync(folder, { recursive: true });
});

describe.skipIf(!canRender())('export of figures, with kaleido from the set-up', () => {
  test('writes a PNG of the asked size, an SVG with the text, and the same JSON', async () => {
    const files = await exportFigure(figure, { folder, name: 'method-bars', scale: 2 });
    expect(files).toEqual(['png', 'svg', 'plotly.json'].map((end) => join(folder, `method-bars.${end}`)));
    expect(readdirSync(folder)).toHaveLength(3);
    const png = readFileSync(files[0]);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const { width, height } = await sharp(png).metadata();
    expect([width, height]).toEqual([1800, 2 * figure.layout.height!]);
    const colours = await sharp(png).stats();
    expect(colours.isOpaque && colours.entropy > 0.5).toBe(true);
    expect(readFileSync(files[1], 'utf8')).toMatch(/^<svg[\s\S]*Rank order preservation \(ours\)/);
    expect(JSON.parse(readFileSync(files[2], 'utf8'))).toEqual(figure);
  });

  test('leaves an unchanged figure alone when asked to, and redraws a changed or incomplete one', async () => {
    const options = { folder, name: 'kept', reuse: true };
    const [png, svg] = await exportFigure(figure, options);
    writeFileSync(png, 'untouched');
    await exportFigure(figure, options);
    expect(readFileSync(png, 'utf8')).toBe('untouched');
    await exportFigure({ ...figure, layout: { ...figure.layout, title: { text: 'Changed' } } }, options);
    expect(readFileSync(png).subarray(1, 4).toString()).toBe('PNG');
    rmSync(svg);
    await exportFigure({ ...figure, layout: { ...figure.layout, title: { text: 'Changed' } } }, options);
    expect(readFileSync(svg, 'utf8')).toContain('Changed');
  });

  test('answers requests made at the same time each with its own figure', async () => {
    const titles = ['First finding', 'Second finding', 'Third finding'];
    const drawn = await Promise.all(
      titles.map((title) => figureSvg({ ...figure, layout: { ...figure.layout, title: { text: title } } })),
    );
    drawn.forEach((svg, i) => expect(svg.toString()).toContain(titles[i]));
  });

  test('draws the same bytes for the same figure', async () => {
    expect((await figureSvg(figure)).equals(await figureSvg(figure))).toBe(true);
    expect((await figurePng(figure)).equals(await figurePng(figure))).toBe(true);
  });

  test('draws typed arrays as lists', async () => {
    const drawn = (y: ArrayLike<number>): Promise<Buffer> =>
      figureSvg({ data: [{ type: 'scatter', y: y as number[] }], layout: {} });
    const points = (await drawn(Float32Array.of(3, 1, 2))).toString();
    expect(points).toBe((await drawn([3, 1, 2])).toString());
    expect(points.match(/class="point"/g)).toHaveLength(3);
  });

  test('starts the renderer again when it has been ended', async () => {
    await figureSvg(figure);
    const renderers = execFileSync('pgrep', ['-P', String(process.pid), '-x', 'kaleido'], {
      encoding: 'utf8',
    });
    for (const pid of renderers.trim().split('\n')) process.kill(Number(pid));
    await new Promise((done) => setTimeout(done, 200));
    expect((await figureSvg(figure)).toString()).toContain('<svg');
  });

  test('the renderer and its browser end when what started them is killed, also while they draw', async () => {
    const starter = startModule('report/plots/renderer.js', 'renderFigure', figure, {
      format: 'svg',
      ...{ width: 900, height: 560 },
    });
    await new Promise((drawn) => starter.stdout!.once('data', drawn));
    const started = descendants(starter.pid!);
    expect(started.length).toBeGreaterThan(1);
    starter.kill('SIGKILL');
    await vi.waitFor(() => expect(started.filter(isRunning)).toEqual([]), 20_000);
    const drawing = startModule('report/plots/renderer.js', 'renderFigure', figure, {
      format: 'png',
      ...{ width: 9000, height: 5600 },
    });
    await vi.waitFor(() => expect(descendants(drawing.pid!).length).toBeGreaterThan(2), 20_000);
    const atWork = descendants(drawing.pid!);
    drawing.kill('SIGKILL');
    await vi.waitFor(() => expect(atWork.filter(isRunning)).toEqual([]), 20_000);
  }, 60_000);

  test('tells what is wrong with a figure and draws the next one', async () => {
    const broken = { data: null, layout: {} } as unknown as Figure;
    await expect(figureSvg(broken)).rejects.toThrow(/could not be drawn as svg/);
    expect((await figurePng(figure)).length).toBeLessThan(60_000);
  });
});

test('refuses names that could leave the folder', async () => {
  await expect(exportFigure(figure, { folder, name: '../escape' })).rejects.toThrow(/under this name/);
});
