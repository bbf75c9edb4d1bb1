import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';

const folder = join(
  import.meta.dirname,
  '../../../../src/report/notebook/execute/labextensions/asymmetric-retrieval',
);
const { name, jupyterlab } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
  name: string;
  jupyterlab: { _build: { load: string; extension: string } };
};

interface Model {
  data: Record<string, unknown>;
  metadata: Record<string, { alt?: string }>;
}
interface Renderer {
  node: {
    clientWidth: number;
    querySelectorAll: () => { alt: string }[];
    addEventListener: (type: string, listener: (event: object) => void, capture: boolean) => void;
  };
  renderModel: (model: Model) => Promise<void>;
}
interface Factory {
  createRenderer: (options?: unknown) => Renderer;
}
interface Plugin {
  autoStart: boolean;
  requires: unknown[];
  activate: (app: { started: Promise<void> }, registry: object) => void;
}
interface Container {
  init: (scope: object) => void;
  get: (module: string) => Promise<() => { __esModule: boolean; default: Plugin }>;
}

/** A renderer as the lab has them: it draws into an image that has no alternative text. */
function factory(clientWidth = 800) {
  const image = { alt: '', tagName: 'IMG' };
  const listeners: ((event: object) => void)[] = [];
  const node = {
    clientWidth,
    querySelectorAll: () => [image],
    addEventListener: (_type: string, listener: (event: object) => void, capture: boolean) =>
      void (capture && listeners.push(listener)),
  };
  const made: Factory = { createRenderer: () => ({ node, renderModel: () => Promise.resolve() }) };
  /** Whether the image hears of the pointer that comes over it. */
  const hears = (): boolean => {
    let heard = true;
    listeners.forEach((listener) => listener({ target: image, stopPropagation: () => (heard = false) }));
    return heard;
  };
  return { image, factory: made, hears };
}

/** Loads the extension as the lab does and starts it. */
async function started(factories: Record<string, Factory>): Promise<{ later: () => Promise<void> }> {
  const window: { _JUPYTERLAB?: Record<string, Container> } = {};
  const document = { createElement: () => ({}), head: { append: () => undefined } };
  runInNewContext(readFileSync(join(folder, jupyterlab._build.load), 'utf8'), { window, document });
  const token = {};
  const rendermime = {
    get: () => Promise.resolve(() => ({ IRenderMimeRegistry: token })),
  };
  const container = window._JUPYTERLAB![name];
  container.init({ '@jupyterlab/rendermime': { '4.0.0': rendermime } });
  const loaded = (await container.get(jupyterlab._build.extension))();
  expect(loaded.__esModule).toBe(true);
  expect(loaded.default).toMatchObject({ autoStart: true, requires: [token] });
  let tell!: () => void;
  const start = new Promise<void>((done) => (tell = done));
  loaded.default.activate({ started: start }, { getFactory: (kind: string) => factories[kind] });
  return { later: () => (tell(), start) };
}

test('the lab shows pictures and figures with their alternative text', async () => {
  const [png, plotly] = [factory(), factory()];
  const factories: Record<string, Factory> = { 'image/png': png.factory };
  const { later } = await started(factories);
  // The renderer of figures comes after the extension.
  factories['application/vnd.plotly.v1+json'] = plotly.factory;
  await later();
  const alt = 'Two of three are right.';
  await png.factory.createRenderer().renderModel({ data: {}, metadata: { 'image/png': { alt } } });
  expect(png.image.alt).toBe(alt);
  await plotly.factory.createRenderer().renderModel({ data: { 'text/plain': 'A finding' }, metadata: {} });
  expect(plotly.image.alt).toBe('A finding');
});

test('an output without words is left as it is', async () => {
  const png = factory();
  await started({ 'image/png': png.factory });
  await png.factory.createRenderer().renderModel({ data: {}, metadata: {} });
  expect(png.image.alt).toBe('');
});

test('a figure in a narrow cell stays the picture that it is', async () => {
  const [wide, narrow] = [factory(800), factory(450)];
  await started({ 'image/png': wide.factory, 'image/jpeg': narrow.factory });
  wide.factory.createRenderer();
  narrow.factory.createRenderer();
  expect([wide.hears(), narrow.hears()]).toEqual([true, false]);
});
