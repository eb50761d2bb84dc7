// npm run probe -- wss://node.example [--out DIRECTORY]: reads one node and prints what it found. Signs and sends nothing.
import process from 'node:process';
import { probeNode } from './probe-node.ts';
import { reportOf, writeProbe } from './write-report.ts';

const USAGE = 'usage: npm run probe -- wss://node.example [--out DIRECTORY]';

const args = process.argv.slice(2);
const endpoint = args.find((arg) => /^wss?:\/\//.test(arg));
const at = args.indexOf('--out');
const directory = at < 0 ? null : (args[at + 1] ?? '');
if (endpoint === undefined || directory === '') {
  console.log(USAGE);
  process.exitCode = 2;
} else {
  const probe = await probeNode(endpoint);
  console.log(reportOf(probe));
  if (directory !== null) {
    await writeProbe(directory, probe);
    console.log(`written to ${directory}`);
  }
  const differs = probe.rows.some(({ verdict }) => verdict.state === 'disagrees');
  process.exitCode = differs ? 1 : 0;
}
