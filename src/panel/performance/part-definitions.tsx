// What the parts of a result are, in a sentence each.
import { t } from '../core/text.ts';

export function PartDefinitions() {
  return (
    <dl class="small definitions">
      {(['rewards', 'price', 'costs', 'flows', 'return'] as const).map((part) => (
        <div key={part}>
          <dt class="strong">{t(`partName_${part}`)}</dt>
          <dd class="soft">{t(`partAbout_${part}`)}</dd>
        </div>
      ))}
    </dl>
  );
}
