/** A copy as a store makes one, frozen: readers may share it, and who changes it fails. */
export const frozenCopy = <T>(value: T): T => frozen(structuredClone(value));

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
