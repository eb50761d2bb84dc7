// Runs in the harness' page before the panel does: seeds the scene that the address names, fakes the
// browser, then loads the panel as it is built. Shows other scenes in the same page when asked.
import { render } from 'preact';
import { countRenders } from './count-renders.ts';
import { installFakeBrowser } from './fake-browser.ts';
import type { Message } from './fill-message.ts';
import { pseudo } from './pseudo-words.ts';
import { sceneOf } from './scenes.ts';
import { seed } from './seed.ts';
import { countTimers } from './until-still.ts';

const response = await fetch('/_locales/en/messages.json');
const messages: Record<string, Message> = await response.json();
let count = 0;

/** The scene that the address names. */
async function show(): Promise<void> {
  const query = new URLSearchParams(globalThis.location.search);
  const scene = sceneOf(query.get('scene') ?? 'home');
  const theme = query.get('theme');
  const isPseudo = query.get('words') === 'pseudo';
  const state = scene.stored();
  if (theme === 'dark' || theme === 'light') state.settings = { ...state.settings, theme };
  await seed(state);
  installFakeBrowser(
    messages,
    state,
    scene.behaviour ?? {},
    { url: scene.pageUrl },
    {
      direction: query.get('dir') === 'rtl' ? 'rtl' : 'ltr',
      say: isPseudo ? pseudo : (text) => text,
    },
  );
  count += 1;
  // What another scene loaded by itself does not count in this one.
  globalThis.localStorage.removeItem('read-by-itself');
  // Under another name the panel runs anew; what it shares with its later screens stays as it was loaded.
  const panel = `/panel.js?${count}`;
  await import(panel);
}

/**
 * Closes the panel as leaving the page does and shows another scene in its place: most of what a scene costs is the
 * page around it.
 */
async function showAnother(search: string): Promise<void> {
  globalThis.dispatchEvent(new Event('pagehide'));
  const root = document.querySelector('#root');
  if (root === null) throw new RangeError('no panel');
  render(null, root);
  delete document.documentElement.dataset['theme'];
  globalThis.scrollTo(0, 0);
  globalThis.history.replaceState(null, '', search);
  await show();
}

countTimers();
countRenders();
await show();
Object.assign(globalThis, { showAnother });
