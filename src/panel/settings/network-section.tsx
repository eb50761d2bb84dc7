// The chosen network, the state of its node, and its details; adding and removing networks.
import { useState } from 'preact/hooks';
import { formDraftKey } from '../../model/draft.ts';
import type { Network } from '../../model/network.ts';
import { happenedText } from '../words/error-text.ts';
import { blockAgeText, lastsText } from '../words/format.ts';
import { removed } from './network-draft.ts';
import type { Freshness } from '../core/freshness.ts';
import { cleanName, isolated, t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { GivenMetadata } from './given-metadata.tsx';
import { SettingFold, SettingGroup, SettingLink } from '../ui/setting.tsx';
import { NetworkForm } from './network-form.tsx';
import { usePanel } from '../core/panel-context.ts';
import type { Route } from '../core/router.ts';
import { useSought } from './use-sought.ts';

/** Endpoints that are not tried for now, and why. */
function LeftEndpoints() {
  const { store, clock } = usePanel();
  const left = (store.node.value?.left ?? []).filter(({ until }) => until > clock.now.value);
  if (left.length === 0) return null;
  return (
    <Banner tone="warning">
      {left.map(({ endpoint, error, until }) => (
        <p key={endpoint}>
          {happenedText(error)}{' '}
          {t('endpointAgainIn', { duration: lastsText(until - clock.now.value) })}
        </p>
      ))}
    </Banner>
  );
}

const offlineText = (current: Freshness): string =>
  'block' in current && current.block !== null
    ? t('nodeOffline', { age: blockAgeText(current.age) })
    : t('offlineNoFigures');

/** The node's state in full. */
function NodeState() {
  const { store, freshness } = usePanel();
  const node = store.node.value;
  const [first] = store.network.value.endpoints;
  // Of a network that was just chosen nothing is known yet.
  if (node === null) {
    return (
      <p class="setting small" role="status">
        <span class="breathes">
          {t('nodeConnectingTo', { endpoint: cleanName(first ?? t('notStated'), 80) })}
        </span>
      </p>
    );
  }
  if (node.state === 'connected' && node.error === null) {
    return (
      <p class="setting small">
        <Icon name="check" small />
        <span class="grow">
          {t('nodeConnected', { endpoint: cleanName(node.endpoint ?? t('notStated'), 80) })}
        </span>
      </p>
    );
  }
  return (
    <Banner tone="warning">
      {node.state !== 'connected' && (
        <p>{node.state === 'connecting' ? t('nodeConnecting') : offlineText(freshness.value)}</p>
      )}
      {node.error !== null && (
        <p>
          {happenedText(node.error)} {t('nodeErrorHere')}
        </p>
      )}
    </Banner>
  );
}

/** `isHeld`: the genesis hash is enforced. A local chain may restart, so its genesis hash is only shown. */
function Genesis({ network, isHeld }: { network: Network; isHeld: boolean }) {
  const note = network.genesisHash === null ? 'genesisUnknown' : 'genesisNote';
  return (
    <div class="stack-s">
      <p class="label">{t('genesisLabel')}</p>
      {network.genesisHash !== null && <p class="address">{network.genesisHash}</p>}
      <p class="field-note">{isHeld ? t(note) : t('genesisNotHeld')}</p>
    </div>
  );
}

/** `openedBy`: the way that the user came for this section; null: for none. */
export function NetworkSection({ openedBy }: { openedBy: Route | null }) {
  const heading = useSought(openedBy);
  const { store, saveSettings, deps, drafts } = usePanel();
  const hasDraft = (form: string) => drafts.find((key) => key === formDraftKey(form)) !== null;
  const [isAdding, setAdding] = useState(() => hasDraft('network new'));
  const settings = store.settings.value;
  const networks = deps.reader.networksOf(settings);
  const builtIn = deps.reader.networksOf({ ...settings, networks: [] });
  const network = store.network.value;
  const original = builtIn.find(({ id }) => id === network.id) ?? null;
  const isChanged =
    original !== null &&
    JSON.stringify([network.endpoints, network.archive, network.explorer]) !==
      JSON.stringify([original.endpoints, original.archive, original.explorer]);
  // What was typed before is not behind a fold.
  const [isEdited] = useState(() => hasDraft(`network ${network.id}`));
  const remove = () => saveSettings(removed(settings, network.id, builtIn));
  return (
    <SettingGroup title={t('networkTitle')} heading={heading}>
      <Select
        label={t('networkLabel')}
        value={settings.networkId}
        options={networks.map(({ id, name, isReal }) => ({
          value: id,
          text: isReal ? cleanName(name) : t('notRealNetwork', { network: cleanName(name) }),
        }))}
        onChange={(networkId) => saveSettings({ networkId })}
      />
      <NodeState />
      <LeftEndpoints />
      <SettingFold summary={t('networkDetails')} isOpen={openedBy !== null || isEdited}>
        <NetworkForm key={network.id} network={network} isNameFixed={original !== null} />
        <Genesis network={network} isHeld={original === null || original.genesisHash !== null} />
        <GivenMetadata />
        {(original === null || isChanged) && (
          <div>
            <Button isSmall look={original === null ? 'danger' : 'plain'} onPress={remove}>
              {original === null
                ? t('networkRemove', { network: isolated(cleanName(network.name)) })
                : t('networkRestore')}
            </Button>
          </div>
        )}
      </SettingFold>
      {isAdding ? (
        <div class="stack setting-part">
          <h3>{t('networkAdd')}</h3>
          <NetworkForm
            network={null}
            isNameFixed={false}
            onSaved={({ id }) => {
              setAdding(false);
              saveSettings({ networkId: id });
            }}
            onCancel={() => setAdding(false)}
          />
        </div>
      ) : (
        <SettingLink label={t('networkAdd')} onPress={() => setAdding(true)} />
      )}
    </SettingGroup>
  );
}
