// How long the readings of stored requests take with ten thousand of them, beside five: each in an extension of its own.
import { loadavg } from 'node:os';
import { bundleForPage, large, median, openStage } from './instant.ts';

const RUNS = 10;

export async function benchRequests(): Promise<void> {
  const stage = await openStage();
  try {
    const script = await bundleForPage('test/tools/bench/requests-page.ts');
    const run = async (id: string): Promise<Record<string, number[]>> => {
      const page = await stage.via(id);
      const found: unknown = await page.evaluate(`${script}; bundled.measure(${RUNS})`);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what measure gives
      return found as Record<string, number[]>;
    };
    const few = await run(stage.ids.small);
    const many = await run(stage.ids.large);
    const load = loadavg()[0]?.toFixed(1);
    console.log(
      `medians of ${RUNS}, 5 and ${large.requests} requests; load of the machine ${load}`,
    );
    for (const [name, times] of Object.entries(many)) {
      const of = `${median(few[name] ?? []).toFixed(1)} and ${median(times).toFixed(1)} ms`;
      console.log(`  ${name.padEnd(38)} ${of}`);
    }
  } finally {
    await stage.stop();
  }
}
