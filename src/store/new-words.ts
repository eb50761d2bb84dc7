// The names that stored requests and settings had in earlier versions of the store, and their names now.

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

const newKinds: Readonly<Record<string, string>> = {
  give: 'transfer',
  'exit-many': 'exit-several',
};

function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]: [string, unknown]) => {
      const isKind = key === 'kind' && typeof part === 'string' && Object.hasOwn(newKinds, part);
      const newKey = Object.hasOwn(newKeys, key) ? newKeys[key] : undefined;
      return [newKey ?? key, isKind ? newKinds[part] : renamed(part)];
    }),
  );
}

/** A stored record with the names of this version; amounts and texts stay as they are. */
export function withNewWords<Stored>(stored: Stored): Stored {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same record, its names apart
  return renamed(stored) as Stored;
}
