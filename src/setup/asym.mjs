#!/usr/bin/env node
// The command `asym`. In the library's clone the set-up comes first; an installed package has none and starts at once.
const { existsSync } = await import('node:fs');
const setup = new URL('./run.mjs', import.meta.url);
if (existsSync(setup)) {
  process.argv.splice(2, 0, 'asym');
  await import(setup.href);
} else {
  await import('../dist/cli/main.js');
}
