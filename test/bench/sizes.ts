// What the browser loads, as built: bytes and gzip of every entry.
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const budgets: Record<string, number> = { panel: 60, background: 90, page: 45, content: 45 };

export async function benchSizes(): Promise<void> {
  for (const [name, budget] of Object.entries(budgets)) {
    const bytes = await readFile(`dist/chrome/${name}.js`);
    const gzip = gzipSync(bytes).length / 1024;
    console.log(
      `${name}: ${(bytes.length / 1024).toFixed(1)} KB, ${gzip.toFixed(1)} KB gzip of ${budget}`,
    );
  }
}
