// The stylesheets beside the screens: all of them are bundled, and none styles a class that no component wears.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

const PANEL = 'src/panel';

/** Classes that a component puts together: no source names them whole. */
const composed: Readonly<Record<string, string>> = {
  'badge-': 'the tone of a badge',
  'banner-': 'the tone of a banner',
  'button-': 'the look of a button',
  'chart-band-': 'the tone of a band',
  'chart-series-': 'the place of a series',
  'owner-': 'the stake that a bar is of',
  'pinned-tone-': 'the tone of what is on top of home',
  'split-part-': 'the place of a part',
  'stacked-': 'the part of a bar',
  'step-': 'how far a step is',
  'strip-': 'the tone of a strip',
};

async function filesOf(pattern: RegExp): Promise<string[]> {
  const found = await readdir(PANEL, { recursive: true });
  return found
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => pattern.test(name))
    .sort();
}

const read = (name: string): Promise<string> => readFile(path.join(PANEL, name), 'utf8');

const joined = async (pattern: RegExp): Promise<string> =>
  (await Promise.all((await filesOf(pattern)).map(read))).join('\n');

/** The classes in what stands before each block; a media query has none. */
function classesOf(css: string): Set<string> {
  const code = css.replace(/\/\*[\s\S]*?\*\//g, '');
  const preludes = [...code.matchAll(/[^{};]+(?=\{)/g)].map(([prelude]) => prelude);
  return new Set(
    preludes.flatMap((prelude) =>
      [...prelude.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name!),
    ),
  );
}

/** A row that is chosen from: few elements are below it, and no figure. */
const mayAskWhatIsInIt: readonly string[] = ['.pick:has(.badge)'];

/** What stands before each block, selector by selector. */
function selectorsOf(css: string): string[] {
  const code = css.replace(/\/\*[\s\S]*?\*\//g, '');
  const preludes = [...code.matchAll(/[^{};]+(?=\{)/g)].map(([prelude]) => prelude.trim());
  return preludes
    .filter((prelude) => !prelude.startsWith('@'))
    .map((prelude) => prelude.replace(/\s+/g, ' '));
}

/** Each `:has(…)` up to its closing bracket, with the compound before it, and what stands after it. */
function* asksIn(selector: string): Generator<{ asks: string; rest: string }> {
  for (const { index } of selector.matchAll(/:has\(/g)) {
    let depth = 0;
    let end = index;
    do {
      end += 1;
      depth += selector[end] === '(' ? 1 : selector[end] === ')' ? -1 : 0;
    } while (depth > 0 || selector[end] !== ')');
    const begin = selector.slice(0, index).search(/[^\s,>+~(]*$/);
    yield { asks: selector.slice(begin, end + 1), rest: selector.slice(end + 1) };
  }
}

/** Where a source says what an element wears: the attribute, a look handed on, a list, a change in place. */
const wearing =
  /\b(?:class|look)=(?:"[^"]*"|\{(?:[^{}]|\{[^{}]*\})*\})|\blook = '[^']*'|\bclasses\b[^;]*;|\bclassList\.add\([^)]*\)/g;

const wornIn = (source: string): Set<string> =>
  new Set([...source.matchAll(wearing)].flatMap(([text]) => text.match(/[a-z][\w-]*/g) ?? []));

test('panel.css imports every stylesheet of the panel once, and nothing else', async () => {
  const imports = [...(await read('panel.css')).matchAll(/@import '\.\/([^']+)';/g)];
  const expected = (await filesOf(/\.css$/)).filter((name) => name !== 'panel.css');
  assert.deepEqual(imports.map(([, name = '']) => name).sort(), expected);
});

test('every stylesheet opens with a comment that says what it styles', async () => {
  for (const name of await filesOf(/\.css$/))
    assert.match(await read(name), /^\/\* .+ \*\/\n/, name);
});

test('every class in the stylesheets is worn by a component', async () => {
  const sources = await joined(/\.tsx?$/);
  const worn = wornIn(`${sources}\n${await readFile('assets/panel.html', 'utf8')}`);
  const prefixes = Object.keys(composed);
  for (const prefix of prefixes)
    assert.ok(sources.includes(`${prefix}\${`), `${prefix} is not composed`);
  const idle = [...classesOf(await joined(/\.css$/))].filter(
    (name) => !worn.has(name) && !prefixes.some((prefix) => name.startsWith(prefix)),
  );
  assert.deepEqual(idle, []);
});

test('no two stylesheets of screens give one class two looks', async () => {
  // All are bundled: the later rule would style the other screen's element too.
  const folders = new Map<string, Set<string>>();
  for (const name of await filesOf(/^(?!ui\/|core\/)[^/]+\/.+\.css$/)) {
    for (const selector of selectorsOf(await read(name)).flatMap((all) => all.split(/,\s*/))) {
      if (!/^\.[\w-]+$/.test(selector)) continue;
      folders.set(selector, (folders.get(selector) ?? new Set()).add(path.dirname(name)));
    }
  }
  const twice = [...folders].filter(([, of]) => of.size > 1).map(([selector]) => selector);
  assert.deepEqual(twice, []);
});

test('what an element has in it styles that element alone', async () => {
  // A browser that finds another element below `.screen:has(…) > *` works out the style of the whole screen: with every key
  // on a ticket and every row that is scrolled to.
  const found = selectorsOf(await joined(/\.css$/)).flatMap((selector) =>
    [...asksIn(selector)]
      .filter(({ rest }) => /^[^,]*?[\s>+~]\s*[^\s,)]/.test(rest))
      .map(({ asks }) => asks),
  );
  assert.deepEqual([...new Set(found)], mayAskWhatIsInIt);
});

test('titles beside the list begin in one place, whatever is below them', async () => {
  const where = new Map<string, string[]>();
  for (const name of await filesOf(/\.css$/)) {
    const code = (await read(name)).replace(/\/\*[\s\S]*?\*\//g, '');
    const rules = [...code.matchAll(/([^{};]+)\{([^{}]*)\}/g)];
    const own = rules.filter(
      ([, selector = '', body = '']) =>
        /\.panes-wide[^,]*\.bar(?![\w-])/.test(selector) && body.includes('padding-inline'),
    );
    if (own.length > 0)
      where.set(
        name,
        own.map(([, , body = '']) => body),
      );
  }
  assert.deepEqual([...where.keys()], ['app.css']);
  // A measure of what is below may end the bar, and not begin it.
  const [rule] = where.get('app.css') ?? [];
  assert.match(rule ?? '', /padding-inline: calc\(var\(--begin\) \+ var\(--s2\)\)/);
});

test('with less motion nothing moves, for however short a time', async () => {
  const css = await read('core/elements.css');
  const [, reduced = ''] = css.split('@media (prefers-reduced-motion: reduce)');
  assert.match(reduced, /animation: none !important;[^}]*transition: none !important;/);
});

/** Whether a window of that width is one that the query means, of what it says of widths. */
function isOfWidth(query: string, width: number): boolean {
  const limits = [...query.matchAll(/\((min|max)-width:\s*([\d.]+)(px|rem)\)/g)];
  return limits.every(([, side, size, unit]) => {
    const limit = Number(size) * (unit === 'rem' ? 16 : 1);
    return side === 'min' ? width >= limit : width <= limit;
  });
}

// A popup's browser lays it out at its least width, 25 px, and then at that of the page, whenever anything is laid out anew. Where a
// media query answers differently, it styles every element of the panel twice more: nine tenths of what a popup's frames cost.
test('no media query answers differently while the browser looks for a popup’s size', async () => {
  const code = (await joined(/\.css$/)).replace(/\/\*[\s\S]*?\*\//g, '');
  const queries = [...code.matchAll(/@media ([^{]+)\{/g)].map(([, query = '']) => query.trim());
  assert.ok(queries.some((query) => query.includes('width')));
  for (const query of queries) {
    assert.doesNotMatch(query, /width\s*[<>=]|height|aspect|orientation/, query);
    assert.equal(isOfWidth(query, 25), isOfWidth(query, 400), query);
  }
});
