// One test for values of unknown origin, shared by the parsers of messages, records and node answers.

/** An object with named fields: neither null nor an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
