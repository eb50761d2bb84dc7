// Applies a spec's edits to the fields of one struct, call or event.
// Refuses an edit that names a field that is not there.
import type { Field, Type } from '../scale/type.ts';
import { composite, field as namedField } from '../scale/type.ts';
import type { LayoutEdit, RuntimeSpec } from './runtime-spec.ts';

export function layOut(spec: RuntimeSpec, name: string, fields: readonly Field[]): Field[] {
  let edited = [...fields];
  for (const edit of spec.layouts[name] ?? []) edited = applyEdit(edited, edit, name);
  return edited;
}

/** A result struct, laid out as the spec says; the last part of the path is the name that edits use. */
export function layOutStruct(
  spec: RuntimeSpec,
  path: string,
  fields: Readonly<Record<string, Type>>,
): Type {
  const name = path.split('::').at(-1) ?? path;
  return composite(
    path,
    layOut(
      spec,
      name,
      Object.entries(fields).map(([key, type]) => namedField(key, type)),
    ),
  );
}

function applyEdit(fields: Field[], edit: LayoutEdit, name: string): Field[] {
  switch (edit.edit) {
    case 'insert':
      return place(
        fields,
        { name: edit.field, type: edit.type, fallback: edit.value },
        edit.before,
        name,
      );
    case 'move': {
      const at = indexOf(fields, edit.field, name);
      const moved = fields[at];
      const rest = fields.filter((_, index) => index !== at);
      return moved ? place(rest, moved, edit.before, name) : rest;
    }
    case 'remove': {
      const at = indexOf(fields, edit.field, name);
      return fields.filter((_, index) => index !== at);
    }
    case 'widen': {
      const at = indexOf(fields, edit.field, name);
      return fields.map((old, index) => (index === at ? { ...old, type: edit.type } : old));
    }
  }
}

function place(fields: Field[], added: Field, before: string | null, name: string): Field[] {
  const at = before === null ? fields.length : indexOf(fields, before, name);
  return [...fields.slice(0, at), added, ...fields.slice(at)];
}

/** Unnamed fields go by their position. */
function indexOf(fields: readonly Field[], wanted: string, name: string): number {
  const at = fields.findIndex((field, index) => (field.name ?? String(index)) === wanted);
  if (at < 0) throw new RangeError(`${name} has no field ${wanted}`);
  return at;
}
