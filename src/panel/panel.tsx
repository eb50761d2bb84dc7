// The entry of popup, side panel and full tab: builds the models, paints the stored state, then follows changes.
import { render } from 'preact';
import { browser, openSidePanel } from '../browser.ts';
import { call, onChange, portOf } from '../protocol.ts';
import * as store from '../store/panel-reader.ts';
import { App } from './app.tsx';
import { loadAhead } from './ui/lazy.tsx';
import { createBrowserDeps } from './core/browser-deps.ts';
import { holdPort } from './core/hold-port.ts';
import { createKeeper } from './kept/keep-home.ts';
import { createPanelModel } from './panel-model.ts';
import { languageOfPage, setUpPage, surfaceOf } from './core/set-up-page.ts';

/** Of what was kept of home; nobody waits longer, where no frame comes. */
const LATEST_FRAME = 100;

/** Once what was kept stands on the screen: the store is read meanwhile, and what the panel does itself would delay it. */
async function keptIsDrawn(): Promise<void> {
  if (!document.querySelector('#kept')?.hasChildNodes()) return;
  await new Promise<unknown>((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, LATEST_FRAME);
  });
}

async function start(): Promise<void> {
  const surface = surfaceOf(globalThis.location.search);
  const keeper = createKeeper(call);
  const deps = {
    surface,
    window: crypto.randomUUID(),
    call: keeper.call,
    onChange,
    reader: store,
    browser: createBrowserDeps(browser, openSidePanel),
    now: () => Date.now(),
  };
  const panel = createPanelModel(deps, store.defaultSettings);
  const closing = new AbortController();
  panel.listen(closing.signal);
  const loading = panel.load();
  await keptIsDrawn();
  // The first question for a sentence, which a new process waits for: asked while the store answers.
  setUpPage(surface, languageOfPage());
  await loading;
  // A notification leads here.
  if (globalThis.location.search.endsWith('at=alerts')) panel.router.go({ name: 'alerts' });
  const element = document.querySelector('#root');
  // In one task: what was kept of home gives way to the panel.
  document.querySelector('#kept')?.replaceChildren();
  if (element) render(<App panel={panel} />, element);
  performance.mark('panel');
  globalThis.addEventListener('pagehide', () => closing.abort(), { once: true });
  const connect = () => browser.runtime.connect({ name: portOf(deps.window) });
  holdPort(connect, document, closing.signal);
  panel.follow(closing.signal);
  // A popup alone shows it again; the other windows are of other widths.
  if (element && surface === 'popup') keeper.follow(panel, element, closing.signal);
  // After the first paint, so that it is not delayed.
  setTimeout(loadAhead, 300);
}

void start();
