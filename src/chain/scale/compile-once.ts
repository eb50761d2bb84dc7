// Compiles a type once by its id, a recursive one too.

/**
 * What is known of the id, or what `build` makes. While it is built a recursive type finds the stand-in; of a type that cannot be
 * built none is left, as it would call itself for ever.
 */
export function compileOnce<T>(byId: Map<number, T>, id: number, standIn: T, build: () => T): T {
  const known = byId.get(id);
  if (known !== undefined) return known;
  byId.set(id, standIn);
  try {
    const built = build();
    byId.set(id, built);
    return built;
  } catch (error) {
    byId.delete(id);
    throw error;
  }
}
