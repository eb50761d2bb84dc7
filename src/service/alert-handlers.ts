// What the user does with alerts: rules kept and removed, and what fired looked at.
import type { Handlers } from '../messages.ts';
import { currentNetwork } from '../model/built-in-networks.ts';
import { announce } from '../protocol.ts';
import { deleteAlertRule, markAlertsSeen, writeAlertRule } from '../store/alerts.ts';
import { readSettings } from '../store/settings.ts';

type AlertHandlers = Pick<Handlers, 'saveAlert' | 'removeAlert' | 'seeAlerts'>;

/** `reconsider`: the rules may want another alarm. */
export function createAlertHandlers(reconsider: () => Promise<void>): AlertHandlers {
  return {
    async saveAlert({ rule }) {
      const isNew = rule.id === '';
      await writeAlertRule(
        isNew ? { ...rule, id: crypto.randomUUID(), createdAt: Date.now() } : rule,
      );
      announce('alerts');
      await reconsider();
    },
    async removeAlert({ id }) {
      await deleteAlertRule(id);
      announce('alerts');
      await reconsider();
    },
    async seeAlerts() {
      const { genesisHash } = currentNetwork(await readSettings());
      if (genesisHash !== null && (await markAlertsSeen(genesisHash, Date.now())))
        announce('alerts');
    },
  };
}
