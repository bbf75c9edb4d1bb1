import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { unzip } from '../archives/zip.mjs';
import { folderSha256, sha256 } from '../core/hash.mjs';
import { requirePinnedPlatform } from '../core/machine.mjs';
import { downloadArchive } from '../core/pip.mjs';
import { replaceFolder } from '../core/replaceFolder.mjs';
import { archives } from '../pins.mjs';

const inside = 'kaleido/';

/** The program that draws figures as PNG and SVG, out of its wheel. */
export const kaleidoStep = {
  name: 'kaleido',
  title: 'figure renderer',
  key: () => sha256(archives.kaleido.sha256),
  exists: ({ paths }) => programs(paths.kaleido).every((path) => existsSync(path)),
  products: ({ paths }) => [paths.kaleido],
  async damage({ paths }) {
    if (!existsSync(paths.kaleido) || (await folderSha256(paths.kaleido)) === archives.kaleido.folder) return;
    return `${paths.kaleido} holds other files than its pinned archive`;
  },
  async make(context) {
    requirePinnedPlatform('the figure renderer');
    const { paths } = context;
    const wheel = await downloadArchive(context, { name: 'kaleido', ...archives.kaleido });
    const temporary = join(paths.temporary, 'kaleido');
    await unzip(
      wheel,
      temporary,
      (name) => (name.startsWith(`${inside}executable/`) ? name.slice(inside.length) : undefined),
      context,
    );
    rmSync(wheel);
    for (const program of programs(temporary)) chmodSync(program, 0o755);
    replaceFolder(temporary, paths.kaleido);
  },
};

function programs(folder) {
  return [join(folder, 'executable', 'kaleido'), join(folder, 'executable', 'bin', 'kaleido')];
}
