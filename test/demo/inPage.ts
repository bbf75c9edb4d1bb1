/** What runs inside the page, as text, since these types are of Node. */

/** Takes WebGPU and WebGL away. */
export const withoutGraphics = `
  Object.defineProperty(navigator, 'gpu', { value: undefined });
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind.startsWith('webgl') ? null : getContext.call(this, kind, ...rest);
  };
`;

/** Takes WebAssembly away, too. */
export const withoutAssembly = `${withoutGraphics}
  Object.defineProperty(globalThis, 'WebAssembly', { value: undefined });
`;

/** Drops a file on the page, or pastes it. */
export function given(kind: 'drop' | 'paste', name: string, bytes: Uint8Array): string {
  return `{
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(${JSON.stringify([...bytes])})], ${JSON.stringify(name)}, { type: 'image/jpeg' }));
    dispatchEvent(${
      kind === 'drop'
        ? "new DragEvent('drop', { dataTransfer: data, cancelable: true })"
        : "new ClipboardEvent('paste', { clipboardData: data, cancelable: true })"
    });
  }`;
}

/** What the element in focus is called. */
export const focusedName = `document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent`;

/** Width of all that there is to scroll to. */
export const scrollWidth = 'document.documentElement.scrollWidth';

/** What axe-core, which is in the page already, finds wrong, each with the first element. */
export const axeViolations = `axe.run().then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes[0]?.html))`;
