// Draws what was kept of home: elements and attributes of a closed list, texts as text. What does not fit is not drawn at all.
import { AGE_PLACE } from './kept-home.ts';

const HTML = 'http://www.w3.org/1999/xhtml';
export const SVG = 'http://www.w3.org/2000/svg';
const shapes = new Set(['svg', 'use', 'path']);
const words =
  'main section header footer nav div span p h1 h2 br bdi ul li dl dt dd button a strong em small';
const tags = new Set(words.split(' '));
const names = new Set(['class', 'style', 'dir', 'viewBox', 'd', 'href']);

/** An address only within the page: the drawing of an icon. */
const isAttribute = (name: string, value: string): boolean =>
  (names.has(name) || /^(?:aria|data)-[a-z-]+$/.test(name)) &&
  (name !== 'href' || value.startsWith('#'));

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

export const isKeptTag = (tag: string): boolean => tags.has(tag) || shapes.has(tag);
export const isKeptAttribute = isAttribute;

/** null: something in it does not fit. `age` stands where the age of the figures stood. */
export function drawKept(document: Document, value: unknown, age: Node): Node | null {
  if (typeof value === 'string') return document.createTextNode(value);
  if (!isObject(value)) return null;
  const { tag, with: attributes, in: inside } = value;
  if (typeof tag !== 'string' || !isObject(attributes) || !Array.isArray(inside)) return null;
  if (tag === AGE_PLACE) return age;
  if (!isKeptTag(tag)) return null;
  const element = document.createElementNS(shapes.has(tag) ? SVG : HTML, tag);
  for (const [name, text] of Object.entries(attributes)) {
    if (typeof text !== 'string' || !isAttribute(name, text)) return null;
    element.setAttribute(name, text);
  }
  for (const part of inside) {
    const drawn = drawKept(document, part, age);
    if (drawn === null) return null;
    element.append(drawn);
  }
  return element;
}

/** Waits for what takes its place. Where that does not come, what was drawn goes: nobody may take it for the panel. */
export async function untilReplaced(page: Document, coming: Promise<unknown>): Promise<void> {
  try {
    await coming;
  } catch (error) {
    page.querySelector('#kept')?.replaceChildren();
    throw error;
  }
}
