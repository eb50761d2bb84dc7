// Runs the simulated chain by itself: node build.mjs --run test/devnet/run.ts --port 9944 --block-time 2000 --traders
// Refuses to be more than a command line.
import { startDevnet, type DevnetOptions } from './devnet.ts';
import { RUNTIME_SPECS } from './node/runtime/runtime-spec.ts';

const USAGE =
  'usage: --port N --block-time MS --subnets N --seed N --spec NAME --traders --archive --proofs';

function numberOf(args: readonly string[], flag: string): number | undefined {
  const at = args.indexOf(flag);
  if (at < 0) return undefined;
  const value = Number(args[at + 1]);
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(USAGE);
  return value;
}

function optionsOf(args: readonly string[]): DevnetOptions {
  const wanted = args.includes('--spec') ? (args[args.indexOf('--spec') + 1] ?? '') : undefined;
  const [port, seed, subnets] = ['--port', '--seed', '--subnets'].map((flag) =>
    numberOf(args, flag),
  );
  const spec = Object.entries(RUNTIME_SPECS).find(([name]) => name === wanted)?.[1];
  if (wanted !== undefined && spec === undefined) throw new RangeError(USAGE);
  return {
    ...(spec && { spec }),
    port: port ?? 9944,
    seed: seed ?? 1,
    blockTime: numberOf(args, '--block-time') ?? 12_000,
    hasTraders: args.includes('--traders'),
    isArchive: args.includes('--archive'),
    ...(args.includes('--proofs') && { proofs: {} }),
    ...(subnets === undefined ? {} : { subnets }),
  };
}

const devnet = await startDevnet(optionsOf(process.argv.slice(2)));
console.log(`${devnet.url}  genesis ${devnet.genesisHash}  block ${devnet.head().number}`);
devnet.node.chain.bestChanged.add((block) => {
  const sockets = devnet.connections();
  console.log(
    `#${block.number} ${block.hash}  ${block.extrinsics.length} extrinsics  ${sockets} sockets`,
  );
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void devnet.stop().then(() => process.exit(0));
  });
}
