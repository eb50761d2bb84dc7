// A network as its form holds it, and the settings after saving, adding or removing it. Pure; the background validates
// endpoints.
import type { AppError } from '../../errors.ts';
import type { Network } from '../../model/network.ts';
import type { Settings } from '../../model/settings.ts';
import { keyPart, type PlainSentence } from '../core/text.ts';

export type NetworkDraft = {
  name: string;
  /** In the order they are tried. */
  endpoints: readonly string[];
  archive: string;
  explorer: string;
};

export function draftOf(network: Network | null): NetworkDraft {
  if (network === null) return { name: '', endpoints: [''], archive: '', explorer: '' };
  const { name, endpoints, archive, explorer } = network;
  return { name, endpoints, archive: archive ?? '', explorer: explorer ?? '' };
}

/** The draft as the texts of a form, and back. */
export function textsOf({ endpoints, ...rest }: NetworkDraft): Record<string, string> {
  return { ...rest, endpoints: endpoints.join('\n') };
}

export function draftOfTexts(texts: Readonly<Record<string, string>>): NetworkDraft {
  const { name = '', endpoints = '', archive = '', explorer = '' } = texts;
  return { name, endpoints: endpoints.split('\n'), archive, explorer };
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** `id` is for a new network; an existing one keeps its id, genesis hash and `isReal`. */
export function networkFrom(draft: NetworkDraft, before: Network | null, id: string): Network {
  return {
    ...(before ?? { id, genesisHash: null, isReal: true, operators: {} }),
    name: draft.name.trim(),
    endpoints: draft.endpoints.map((endpoint) => endpoint.trim()),
    archive: orNull(draft.archive),
    explorer: orNull(draft.explorer),
  };
}

export function isSameDraft(a: NetworkDraft, b: NetworkDraft): boolean {
  return JSON.stringify(draftOf(networkFrom(a, null, ''))) === JSON.stringify(b);
}

export function saved({ networks }: Settings, network: Network): Partial<Settings> {
  return { networks: [...networks.filter(({ id }) => id !== network.id), network] };
}

/** Removes a network; a built-in one returns to its defaults. If the chosen network is removed, the first is chosen. */
export function removed(
  { networks, networkId }: Settings,
  id: string,
  builtIn: readonly Network[],
): Partial<Settings> {
  const others = networks.filter((network) => network.id !== id);
  const first = builtIn[0]?.id ?? networkId;
  const isChosenRemoved = networkId === id && builtIn.every((network) => network.id !== id);
  return isChosenRemoved ? { networks: others, networkId: first } : { networks: others };
}

export function movedUp(endpoints: readonly string[], index: number): readonly string[] {
  const moving = endpoints[index];
  const above = endpoints[index - 1];
  if (moving === undefined || above === undefined) return endpoints;
  return endpoints.with(index - 1, moving).with(index, above);
}

const faults = [
  'length',
  'no-url',
  'scheme',
  'credentials',
  'fragment',
  'plain-ws',
  'explorer',
] as const;

/** Key of the reason why the background refused this field; null: it did not. */
export function problemOf(error: AppError | null, field: string): PlainSentence | null {
  if (error?.code !== 'BAD_ENDPOINT' || error.detail['field'] !== field) return null;
  const reason = faults.find((one) => one === error.detail['reason']);
  return reason === undefined ? null : `endpointWrong_${keyPart(reason)}`;
}

/** Whether an error belongs beside a field; others are shown above the fields. */
export function isAboutField(error: AppError): boolean {
  return error.code === 'BAD_ENDPOINT' && error.detail['field'] !== undefined;
}
