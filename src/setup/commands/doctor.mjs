import { examine } from '../doctor/examine.mjs';
import { describe } from '../doctor/describe.mjs';

/** What is installed, what computes and why, and a cure for each problem. Works before any set-up. */
export const doctor = {
  summary: 'what is installed, which backend and why, each problem with its cure',
  help: '  --json  the same as JSON\nThe exit code is 1 when something needed is broken.',
  async run(args) {
    const report = await examine();
    console.log(args.includes('--json') ? JSON.stringify(report, null, 2) : describe(report));
    return report.ok ? 0 : 1;
  },
};
