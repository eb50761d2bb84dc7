// Prints measured figures; `npm run bench -- pool` for one part. A benchmark is no test: nothing is asserted.
import { cpus } from 'node:os';
import process from 'node:process';

const parts: Record<string, () => Promise<() => Promise<void>>> = {
  pool: async () => (await import('./pool.ts')).benchPool,
  chain: async () => (await import('./chain.ts')).benchChain,
  refresh: async () => (await import('./refresh.ts')).benchRefresh,
  line: async () => (await import('./slow-line.ts')).benchSlowLine,
  plan: async () => (await import('./plan.ts')).benchPlan,
  flood: async () => (await import('./flood.ts')).benchFlood,
  popup: async () => (await import('./popup.ts')).benchPopup,
  instant: async () => (await import('./instant.ts')).benchInstant,
  opening: async () => (await import('./opening.ts')).benchOpening,
  requests: async () => (await import('./requests.ts')).benchRequests,
  smooth: async () => (await import('./smooth.ts')).benchSmooth,
  portfolio: async () => (await import('./portfolio.ts')).benchPortfolio,
  history: async () => (await import('./history.ts')).benchHistory,
  books: async () => (await import('./books.ts')).benchBooks,
  alarm: async () => (await import('./alarm.ts')).benchAlarm,
  proof: async () => (await import('./proof.ts')).benchProof,
  finality: async () => (await import('./finality.ts')).benchFinality,
  hour: async () => (await import('./hour.ts')).benchHour,
  sizes: async () => (await import('./sizes.ts')).benchSizes,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(', ')}. There are ${Object.keys(parts).join(', ')}.`);
  process.exitCode = 1;
} else {
  console.log(`node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}`);
  for (const [name, load] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    console.log(`\n# ${name}`);
    const bench = await load();
    await bench();
  }
}
