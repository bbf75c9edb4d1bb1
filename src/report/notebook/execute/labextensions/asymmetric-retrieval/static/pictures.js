/* global window, document */
// Pictures in the lab get their alternative text, which its own renderers leave out, and the width of their cell.
// The lab loads this file as a module of webpack's federation, written by hand: it shares the lab's own libraries.
(() => {
  const kinds = ['application/vnd.plotly.v1+json', 'image/png', 'image/jpeg'];
  const style = '.jp-OutputArea-output img { max-width: 100%; height: auto; }';
  /** Pixels below which a figure stays the picture that it is: drawn anew, its words would not fit. */
  const narrow = 640;
  const told = new WeakSet();
  let shared;

  /** The newest version of a library that the lab shares. */
  async function library(name) {
    const offer = Object.values(shared[name] ?? {}).at(-1);
    return (await offer.get())();
  }

  function tell(renderer) {
    const render = renderer.renderModel.bind(renderer);
    const stay = (event) => {
      if (event.target.tagName === 'IMG' && renderer.node.clientWidth < narrow) event.stopPropagation();
    };
    renderer.node.addEventListener('mouseenter', stay, true);
    renderer.renderModel = async (model) => {
      await render(model);
      const picture = Object.values(model.metadata ?? {}).find((part) => part?.alt);
      const text = picture?.alt ?? model.data['text/plain'];
      if (typeof text !== 'string') return;
      for (const image of renderer.node.querySelectorAll('img')) image.alt = text;
    };
    return renderer;
  }

  /** Factories are changed as they are, so that notebooks that are open already have them too. */
  function tellAll(registry) {
    for (const kind of kinds) {
      const factory = registry.getFactory(kind);
      if (!factory || told.has(factory)) continue;
      told.add(factory);
      const create = factory.createRenderer.bind(factory);
      factory.createRenderer = (options) => tell(create(options));
    }
  }

  async function extension() {
    const { IRenderMimeRegistry } = await library('@jupyterlab/rendermime');
    const plugin = {
      id: 'asymmetric-retrieval:pictures',
      autoStart: true,
      requires: [IRenderMimeRegistry],
      activate(app, registry) {
        const sheet = document.createElement('style');
        sheet.textContent = style;
        document.head.append(sheet);
        tellAll(registry);
        // The renderer of figures is an extension itself and may come later.
        void app.started.then(() => tellAll(registry));
      },
    };
    return () => ({ __esModule: true, default: plugin });
  }

  (window._JUPYTERLAB ??= {})['asymmetric-retrieval'] = {
    init: (scope) => void (shared = scope),
    get: () => extension(),
  };
})();
