// A clean install must work on every platform and name no download host: the lockfile is complete and bare.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

type Locked = {
  resolved?: string;
  version?: string;
  optionalDependencies?: Record<string, string>;
};

async function lockedPackages(): Promise<[string, Locked][]> {
  const lockfile: { packages: Record<string, Locked> } = JSON.parse(
    await readFile('package-lock.json', 'utf8'),
  );
  return Object.entries(lockfile.packages);
}

test('every optional part of a locked package is locked too, or a clean install refuses', async () => {
  const packages = await lockedPackages();
  const names = new Set(packages.map(([place]) => place));
  const missing = packages.flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => {
      const inside = `${place === '' ? '' : `${place}/`}node_modules/${name}`;
      return !names.has(inside) && !names.has(`node_modules/${name}`);
    }),
  );
  assert.deepEqual(missing, []);
});

test('the lockfile names versions and no host', async () => {
  for (const [place, { resolved, version }] of await lockedPackages()) {
    assert.equal(resolved, undefined, place);
    assert.ok(version !== undefined, place);
  }
});

test('our own dependencies are pinned to one version each', async () => {
  const manifest: {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  } = JSON.parse(await readFile('package.json', 'utf8'));
  for (const [name, version] of Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
  })) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
  }
});
