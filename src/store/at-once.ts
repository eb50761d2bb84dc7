// Many requests of one transaction without waiting for each: a database answers them in their order, and many times sooner.

/** Rejects with the first failure; the others, which end with the transaction, are heard as well. */
export async function atOnce<T>(
  records: readonly T[],
  request: (record: T) => Promise<unknown>,
): Promise<void> {
  await Promise.all(
    records.map((record) => {
      const made = request(record);
      made.catch(() => undefined);
      return made;
    }),
  );
}
