#!/usr/bin/env node
// The command `asym`: the library's commands, after the set-up that they need.
process.argv.splice(2, 0, 'asym');
await import('./run.mjs');
