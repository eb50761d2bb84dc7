// A rule and what fired as sentences, with names and figures as the panel writes them.
import {
  figureUnit,
  firedSentence,
  lineUnit,
  ruleSentence,
  type Written,
} from '../../alerts/alert-sentences.ts';
import type { AlertEvent, AlertRule } from '../../model/alert.ts';
import { BLOCK_MS } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { isolated, t } from '../core/text.ts';
import { typedTaoText } from '../words/typed-amount.ts';
import {
  blockText,
  durationText,
  lastsText,
  percentText,
  takeText,
  taoText,
} from '../words/format.ts';

const MINUTE = 60_000;
const HIDDEN = 'τ •••';

function written(amount: bigint, unit: Written, isHidden: boolean): string {
  const size = amount < 0n ? -amount : amount;
  switch (unit) {
    case 'tao':
      return isHidden ? HIDDEN : taoText(size);
    case 'percent':
      return percentText(amount);
    case 'take':
      return takeText(Number(size));
    case 'blocks':
      return durationText(Number(size));
    case 'minutes':
      return lastsText(Number(size) * MINUTE);
    case 'block':
      return blockText(Number(size));
    case 'number':
      return size.toLocaleString();
  }
}

type AlertWords = {
  rule: (rule: AlertRule) => string;
  fired: (event: AlertEvent) => string;
};

export function useAlertWords(): AlertWords {
  const { names, store } = usePanel();
  const { hidesAmounts } = store.settings.value;
  // What a subnet costs is public.
  const isHidden = ({ kind }: Pick<AlertRule, 'kind'>): boolean =>
    hidesAmounts && kind !== 'spot-price';
  // The line is what was typed, so it is written as it was.
  const line = (of: AlertRule | AlertEvent): string =>
    lineUnit(of) === 'tao' && !isHidden(of)
      ? typedTaoText(of.value)
      : written(of.value, lineUnit(of), isHidden(of));
  return {
    rule: (rule) =>
      t(ruleSentence(rule), {
        subnet: rule.scope.of === 'subnet' ? names.number(rule.scope.netuid) : '',
        value: line(rule),
      }),
    fired(event) {
      const { netuid, coldkey, hotkey, figure, block } = event;
      const left = event.kind === 'coldkey-swap' ? Number(figure ?? 0n) - block : 0;
      return t(firedSentence(event), {
        subnet: netuid === null ? '' : names.number(netuid),
        account: coldkey === null ? '' : isolated(names.coldkey(coldkey)),
        validator: hotkey === null ? '' : isolated(names.hotkey(hotkey)),
        value: line(event),
        figure: written(figure ?? 0n, figureUnit(event), isHidden(event)),
        time: lastsText(Math.max(0, left) * BLOCK_MS),
      });
    },
  };
}
