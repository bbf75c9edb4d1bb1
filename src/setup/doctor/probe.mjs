// Run in a process of its own: asks the compiled library what it would compute with and which photos it finds.
const report = {};
try {
  const { selectBackend } = await import('../../dist/compute/backend/selectBackend.js');
  report.backend = await selectBackend();
} catch (error) {
  report.error = error.message.split('\n')[0];
}
try {
  const { findGroceryStore } = await import('../../dist/datasets/grocery/groceryStoreDataset.js');
  report.groceryStore = findGroceryStore() ?? null;
} catch {
  report.groceryStore = null;
}
console.log(`\n${JSON.stringify(report)}`);
process.exit(0);
