const byEnding: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
};

/** The content type of a file by its name, of a picture without an ending by its bytes. */
export function contentType(name: string, picture?: Uint8Array): string {
  if (picture) return picture[0] === 0x52 ? 'image/webp' : picture[0] === 0xff ? 'image/jpeg' : 'image/png';
  return byEnding[name.split('.').at(-1)!] ?? 'application/octet-stream';
}
