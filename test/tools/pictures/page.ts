// Runs in the harness' page before the panel does: seeds the scene that the address names, fakes the
// browser, then loads the panel as it is built.
import { installFakeBrowser } from './fake-browser.ts';
import { sceneOf } from './scenes.ts';
import { seed } from './seed.ts';
import { countTimers } from './until-still.ts';

countTimers();
const query = new URLSearchParams(globalThis.location.search);
const scene = sceneOf(query.get('scene') ?? 'home');
const theme = query.get('theme');
const state = scene.stored();
if (theme === 'dark' || theme === 'light') state.settings = { ...state.settings, theme };
await seed(state);
const response = await fetch('/_locales/en/messages.json');
const messages: Record<string, { message: string }> = await response.json();
installFakeBrowser(
  messages,
  state,
  scene.behaviour ?? {},
  { url: scene.pageUrl },
  query.get('dir') === 'rtl' ? 'rtl' : 'ltr',
);
const panel = '/panel.js';
await import(panel);
