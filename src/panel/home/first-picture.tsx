// Where nobody's stake is known yet: what stands between the two values of a stake. Bars without figures, for nothing is
// known of anybody yet; where it has the room of a card, in words too.
import { t } from '../core/text.ts';

/** Parts of a hundred: what a step takes, and what is left after it. */
const steps = [
  { key: 'impact', part: 6, left: 94 },
  { key: 'fees', part: 1, left: 93 },
  { key: 'locked', part: 18, left: 75 },
] as const;

function Bar({ look, part, left }: { look: 'total' | 'step'; part: number; left: number }) {
  return (
    <span class="waterfall-track" aria-hidden="true">
      <span
        class={`waterfall-${look}`}
        style={{ marginInlineStart: `${left}%`, inlineSize: `${part}%` }}
      />
    </span>
  );
}

export function FirstPicture() {
  return (
    <section class="card first-picture" aria-label={t('gapTitle')}>
      <h2>{t('gapTitle')}</h2>
      <ol>
        <li class="picture-row">
          <span class="strong">{t('atSpot')}</span>
          <Bar look="total" part={100} left={0} />
        </li>
        {steps.map(({ key, part, left }) => (
          <li key={key} class="picture-row">
            <span>{t(`gapStep_${key}`)}</span>
            <Bar look="step" part={part} left={left} />
            <span class="small soft picture-about">{t(`gapStepAbout_${key}`)}</span>
          </li>
        ))}
        <li class="picture-row">
          <span class="strong">{t('sellableNow')}</span>
          <Bar look="total" part={75} left={0} />
        </li>
      </ol>
      <p class="small quiet">{t('firstPictureNote')}</p>
    </section>
  );
}
