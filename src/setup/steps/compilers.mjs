import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installInto } from '../core/pip.mjs';
import { findProgram } from '../core/programs.mjs';
import { replaceFolder } from '../core/replaceFolder.mjs';

/** The C++ compilers on this machine, the preferred first, as `{ name, command, flags, env }`. */
export function localCompilers() {
  const names = [process.env.CXX, 'c++', 'g++', 'clang++'].filter(Boolean);
  const programs = [...new Set(names.map(findProgram).filter(Boolean))];
  return programs.map((program) => ({ name: program, command: program, flags: ['-fvisibility=hidden'] }));
}

/** The zig compiler out of its Python wheel, for machines without a C++ compiler; installed when it is missing. */
export async function zigCompiler(context) {
  const { paths } = context;
  const program = join(paths.zig, 'ziglang', 'zig');
  if (!existsSync(program)) {
    await context.python();
    context.say('no C++ compiler works; downloading ziglang 0.13.0 (82 MB; the first build takes minutes)');
    const temporary = join(paths.temporary, 'zig');
    const tags = ['--platform=manylinux2010_x86_64', '--implementation=py'];
    await installInto(context, temporary, paths.requirements('zig'), tags);
    replaceFolder(temporary, paths.zig);
  }
  const cache = join(paths.zig, 'cache');
  return {
    name: 'zig',
    command: program,
    flags: ['c++', '-target', 'x86_64-linux-gnu.2.17'],
    env: { ZIG_GLOBAL_CACHE_DIR: cache, ZIG_LOCAL_CACHE_DIR: cache },
  };
}
