// A pallet's errors by name.
import type { parseMetadata } from './metadata.ts';

type Description = ReturnType<typeof parseMetadata>['description'];

/** The variants of an enum by its type's id; none where there is no such enum. */
function variantsOf(
  { lookup }: Description,
  type: number | undefined,
): readonly { name: string; index: number }[] {
  const def = type === undefined ? undefined : lookup[type]?.def;
  return def?.tag === 'variant' ? def.value : [];
}

/** Whether the pallet's errors have one of this name. */
export function hasErrorIn(description: Description, pallet: string, name: string): boolean {
  const found = description.pallets.find((one) => one.name === pallet);
  return variantsOf(description, found?.errors?.type).some((one) => one.name === name);
}
