// Runs the simulated chain by itself: node build.mjs --run test/devnet/run.ts --port 9944 --block-time 2000 --traders
// Refuses to be more than a command line.
import { startDevnet, type DevnetOptions } from './devnet.ts';

const USAGE = 'usage: --port N --block-time MS --subnets N --seed N --traders --archive';

function numberOf(args: readonly string[], flag: string): number | undefined {
  const at = args.indexOf(flag);
  if (at < 0) return undefined;
  const value = Number(args[at + 1]);
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(USAGE);
  return value;
}

function optionsOf(args: readonly string[]): DevnetOptions {
  const [port, seed, subnets] = ['--port', '--seed', '--subnets'].map((flag) =>
    numberOf(args, flag),
  );
  return {
    port: port ?? 9944,
    seed: seed ?? 1,
    blockTime: numberOf(args, '--block-time') ?? 12_000,
    hasTraders: args.includes('--traders'),
    isArchive: args.includes('--archive'),
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
