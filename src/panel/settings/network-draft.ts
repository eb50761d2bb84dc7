// A network as its form holds it, and the settings that saving, adding or removing it makes. Pure; whether an
// address may be dialled is for the background to say.
import type { AppError } from '../../errors.ts';
import type { Network } from '../../model/network.ts';
import type { Settings } from '../../model/settings.ts';

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

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** `id` is of a new one; a network that is there keeps its own, its genesis hash and what it is worth. */
export function networkFrom(draft: NetworkDraft, before: Network | null, id: string): Network {
  return {
    ...(before ?? { id, genesisHash: null, isReal: true }),
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

/** Off the list; a built-in one is as it came then. The first network takes the place of the chosen one. */
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

/** Why the background refused what stands in this field, as a key of its sentence; null: it did not. */
export function problemOf(error: AppError | null, field: string): string | null {
  if (error?.code !== 'BAD_ENDPOINT' || error.detail['field'] !== field) return null;
  return `endpointWrong_${String(error.detail['reason']).replaceAll('-', '_')}`;
}

/** An error that stands beside no field is told above them. */
export function isAboutField(error: AppError): boolean {
  return error.code === 'BAD_ENDPOINT' && error.detail['field'] !== undefined;
}
