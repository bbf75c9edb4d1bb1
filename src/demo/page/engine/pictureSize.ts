/** Width and height. */
export type Size = [width: number, height: number];

/**
 * The size of a JPEG, PNG or WebP picture by its header, so that a small file that unpacks to a huge picture is refused
 * before it is decoded; `undefined` for anything else.
 */
export function pictureSize(bytes: Uint8Array): Size | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.getUint32(0) === 0x89504e47) return [view.getUint32(16), view.getUint32(20)];
    if (view.getUint16(0) === 0xffd8) return jpegSize(view);
    const isWebp = view.getUint32(0) === 0x52494646 && view.getUint32(8) === 0x57454250;
    return isWebp ? webpSize(view) : undefined;
  } catch (error) {
    // It ends before it says its size.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Follows the segments to the one that starts a frame. */
function jpegSize(view: DataView): Size | undefined {
  for (let at = 2; at < view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const kind = view.getUint8(at + 1);
    const isFrame = kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind);
    if (isFrame) return [view.getUint16(at + 7), view.getUint16(at + 5)];
    at += kind === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function webpSize(view: DataView): Size | undefined {
  const three = (at: number): number => 1 + view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  switch (String.fromCharCode(view.getUint8(12), view.getUint8(13), view.getUint8(14), view.getUint8(15))) {
    case 'VP8X':
      return [three(24), three(27)];
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return [1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff)];
    }
    case 'VP8 ':
      return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
    default:
      return undefined;
  }
}
