// The few characters on the toolbar button.
import { browser } from '../browser.ts';

const COLOUR = '#0f766e';
let shown: string | null = null;

export async function setBadge(text: string): Promise<void> {
  if (text === shown) return;
  await browser.action.setBadgeText({ text });
  if (text !== '') await browser.action.setBadgeBackgroundColor({ color: COLOUR });
  shown = text;
}
