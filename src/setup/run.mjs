// The entry of every npm script. Older versions of Node must be able to read this file, so it imports nothing at the top.
const major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  console.error(`Node 20 or newer is needed; this is Node ${process.versions.node}.`);
  console.error(
    'Cure: install a current Node (nodejs.org or your package manager), then run the command again.',
  );
  process.exitCode = 1;
} else {
  import('./main.mjs').then(({ main }) => main(process.argv.slice(2)));
}
