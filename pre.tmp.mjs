import { runExperiment, grid, settings, progressText } from 'asymmetric-retrieval';
for (const d of ['emoji','grocery']) {
  const t=Date.now();
  const r = await runExperiment(grid(settings[d], ['regression'], 1)[0]);
  console.log(d, r.record.mapAsymmetric, r.manifest.seconds, (Date.now()-t)/1000);
}
process.exit(0);
