// Everything that is stored, as text, whatever version wrote it: for a user whose store this version cannot open.
import { openDB } from 'idb';
import { DATABASE_NAME } from './schema.ts';

/**
 * Records that can be read again from the chain would only fill the file: so would the points of the books, which are bytes and
 * have a file of their own. Their entries stay: no archive may be there to tell them.
 */
const LEFT_OUT = new Set([
  'metadata',
  'keptFacts',
  'snapshots',
  'homes',
  'names',
  'validators',
  'emission',
  'surveys',
  'rootClaims',
  'guards',
  'bookPoints',
  'bookRuns',
  'alertState',
]);

/** JSON: tables by name; bigints as their digits, bytes left out. Throws what opening throws. */
export async function dumpStore(): Promise<string> {
  // Without a version: as it is, newer than this code knows or older.
  const database = await openDB(DATABASE_NAME);
  try {
    const tables: Record<string, unknown> = { version: database.version };
    for (const name of database.objectStoreNames) {
      if (!LEFT_OUT.has(name)) tables[name] = await database.getAll(name);
    }
    return JSON.stringify(tables, spell, 2);
  } finally {
    database.close();
  }
}

function spell(_name: string, part: unknown): unknown {
  if (typeof part === 'bigint') return part.toString();
  return part instanceof Uint8Array ? `${part.length} bytes` : part;
}
