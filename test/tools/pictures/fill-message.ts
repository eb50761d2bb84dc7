// Puts the placeholders of a sentence of _locales in their places as browsers do: `$NAME$`, in upper or lower case, and `$$`.
export type Message = {
  message: string;
  description?: string;
  placeholders?: Readonly<Record<string, { content: string }>>;
};

export function fillMessage({ message, placeholders = {} }: Message): string {
  return message.replace(/\$(?:(\w+)\$|\$)/g, (_all, name: string | undefined) =>
    name === undefined ? '$' : (placeholders[name.toLowerCase()]?.content ?? ''),
  );
}
