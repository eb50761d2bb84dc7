// The names that stored requests, settings and notices had in earlier versions of the store, and their names now.

const newKeys: Readonly<Record<string, string>> = {
  // Up to version 3.
  inLine: 'queueEntry',
  askId: 'promptId',
  // Up to version 3, as keys of the tolerances by kind of move.
  give: 'transfer',
  'exit-many': 'exit-several',
  // Up to version 4, of a check's result.
  gravity: 'severity',
};

/** Values of `kind`, of a move, and of `code`, of an error. */
const newNames: Readonly<Record<string, string>> = {
  give: 'transfer',
  'exit-many': 'exit-several',
  LINE_FULL: 'QUEUE_FULL',
};

function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]: [string, unknown]) => {
      const isName = (key === 'kind' || key === 'code') && typeof part === 'string';
      const newName = isName && Object.hasOwn(newNames, part) ? newNames[part] : undefined;
      const newKey = Object.hasOwn(newKeys, key) ? newKeys[key] : undefined;
      return [newKey ?? key, newName ?? renamed(part)];
    }),
  );
}

/** A stored record with the names of this version; amounts and texts stay as they are. */
export function withNewWords<Stored>(stored: Stored): Stored {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same record, its names apart
  return renamed(stored) as Stored;
}
