// Home: what I hold, what it is worth, what I could get out, what needs me. Nothing here waits for the network.
import { t } from '../text.ts';
import { HoldingsList } from './holdings-list.tsx';
import { HomeBar } from './home-bar.tsx';
import { HomeFoot } from './home-foot.tsx';
import { NeedsYou } from './needs-you.tsx';
import { usePanel } from './panel-context.ts';
import { PinnedRequest } from './pinned-request.tsx';
import { ValueBlock, ValueBones } from './value-block.tsx';

export function Home() {
  const { portfolio } = usePanel();
  const value = portfolio.value.value;
  return (
    <main class="screen">
      <h1 class="hidden-text">{t('homeTitle')}</h1>
      <HomeBar />
      <PinnedRequest />
      <div class="body">
        {value === null ? <ValueBones /> : <ValueBlock value={value} />}
        <NeedsYou />
        <HoldingsList />
      </div>
      <HomeFoot />
    </main>
  );
}
