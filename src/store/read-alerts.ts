// Alerts for the panel, loaded with the code that reads them: its first paint shows none.
import type { Alerts } from '../model/alert.ts';
import type { Hex } from '../units.ts';

export async function readAlerts(genesisHash: Hex): Promise<Alerts> {
  const { readAlertLog, readAlertRules } = await import('./alerts.ts');
  const [rules, log] = await Promise.all([readAlertRules(), readAlertLog(genesisHash)]);
  return { rules, log };
}
