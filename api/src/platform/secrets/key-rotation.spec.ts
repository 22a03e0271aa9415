import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { readSealingKeys } from './key-file.js';
import { KeyRotation, type RotationStep } from './key-rotation.js';
import { SEALED_COLUMNS } from './sealed-columns.js';
import { kidOf } from './sealed-text.js';
import { Secrets } from './secrets.js';

const COMMAND = fileURLToPath(new URL('../../secrets-command.js', import.meta.url));
const SOURCES = fileURLToPath(new URL('../../../src', import.meta.url));
/** More than two steps. */
const ROWS = 120;

describe('the rotation of the key of the secrets', () => {
  let store: TestDatabase;
  let plain: Map<string, string>;

  beforeEach(async () => {
    store = await openTestDatabase();
    plain = new Map(Array.from({ length: ROWS }, (_, at) => [randomUUID(), `community ${String(at)}`]));
    await add(new Secrets(store.env), [...plain]);
  });

  afterEach(() => store.close());

  const placeOf = (id: string): string => `snmp_credential.sealed:${id}`;

  async function add(secrets: Secrets, entries: readonly (readonly [string, string])[]): Promise<void> {
    await store.database.transaction(async (tx) => {
      await secrets.hold(tx);
      const rows = entries.map(([id, text]) => [id, id.slice(0, 8), 'V2C', secrets.seal(text, placeOf(id))]);
      await tx.insertMany('snmp_credential', ['id', 'name', 'version', 'sealed'], ['id'], rows);
    });
  }

  async function sealed(): Promise<{ id: string; sealed: string }[]> {
    return store.database.read('SELECT id, sealed FROM snmp_credential ORDER BY id');
  }

  /** Every secret opens to what it was, for whoever starts now. */
  async function expectWhole(secrets = new Secrets(store.env)): Promise<void> {
    const opened = (await sealed()).map((row): [string, string] => [row.id, secrets.open(row.sealed, placeOf(row.id))]);
    expect(new Map(opened)).toEqual(plain);
  }

  async function kids(): Promise<string[]> {
    return [...new Set((await sealed()).map((row) => kidOf(row.sealed)))];
  }

  it('leaves every secret as it was, under a new key, and refuses the old one', async () => {
    const [oldKey] = readSealingKeys(store.env.DATA_DIR, undefined);
    const [before = ''] = await kids();
    const steps: RotationStep[] = [];
    const rotation = new KeyRotation(store.database, store.env);
    await rotation.run((step) => steps.push(step));
    const [now] = rotation.keyIds;

    expect(steps.map(({ kind }) => kind)).toEqual([
      'key-added',
      'sealed-anew',
      'sealed-anew',
      'sealed-anew',
      'keys-retired',
    ]);
    expect(await kids()).toEqual([now]);
    expect(now).not.toBe(before);
    expect(await rotation.uses()).toEqual([{ table: 'snmp_credential', kid: now, count: ROWS }]);
    expect(readdirSync(store.env.DATA_DIR).filter((name) => name.includes('key'))).toEqual(['secrets.key']);
    expect(readFileSync(join(store.env.DATA_DIR, 'secrets.key'), 'utf8')).not.toContain(oldKey.toString('hex'));
    await expectWhole();
    const old = new Secrets({ DATA_DIR: store.env.DATA_DIR, SECRETS_KEY: oldKey.toString('hex') });
    const [first] = await sealed();
    expect(() => old.open(first?.sealed ?? '', placeOf(first?.id ?? ''))).toThrowError(/another key/);
  });

  it('reaches the secrets among the settings, and lets other settings be', async () => {
    const place = 'setting.value:audit.key';
    await store.database.transaction((tx) =>
      tx.insertMany(
        'setting',
        ['name', 'value'],
        ['name'],
        [
          ['audit.key', new Secrets(store.env).seal('the key of the chain', place)],
          ['a.setting', 'as it was'],
        ],
      ),
    );
    await new KeyRotation(store.database, store.env).run(() => undefined);
    const rows = await store.database.read<{ name: string; value: string }>('SELECT name, value FROM setting');
    const settings = new Map(rows.map(({ name, value }) => [name, value]));

    expect(settings.get('a.setting')).toBe('as it was');
    expect(new Secrets(store.env).open(settings.get('audit.key') ?? '', place)).toBe('the key of the chain');
  });

  it('can end at any step: every secret opens then, and the next run does the rest', async () => {
    for (let last = 1; last <= 5; last += 1) {
      let steps = 0;
      const killed = new KeyRotation(store.database, store.env).run(() => {
        steps += 1;
        if (steps === last) throw new Error('killed');
      });
      await expectAsync(killed)
        .withContext(`step ${String(last)}`)
        .toBeRejectedWithError('killed');
      await expectWhole();
      await new KeyRotation(store.database, store.env).run(() => undefined);
      await expectWhole();
      expect(await kids()).toEqual([new Secrets(store.env).keyIds[0]]);
      expect(new Secrets(store.env).keyIds.length).toBe(1);
    }
  });

  it('goes on beside an API that seals with what it read at its start', async () => {
    const running = new Secrets(store.env);
    const more = randomUUID();
    plain.set(more, 'added meanwhile');
    const added: Promise<void>[] = [];
    await new KeyRotation(store.database, store.env).run(({ kind }) => {
      if (kind === 'sealed-anew' && added.length === 0) added.push(add(running, [[more, 'added meanwhile']]));
    });
    await Promise.all(added);

    expect(added.length).toBe(1);
    await expectWhole(running);
    await expectWhole();
  });

  it('keeps what no key opens as it is, and says how many that are', async () => {
    const lost = randomUUID();
    const foreign = new Secrets({ DATA_DIR: store.env.DATA_DIR, SECRETS_KEY: Buffer.alloc(32, 3).toString('hex') });
    await add(foreign, [[lost, 'of a lost key']]);
    const steps: RotationStep[] = [];
    await new KeyRotation(store.database, store.env).run((step) => steps.push(step));

    const unreadable = steps.reduce((sum, step) => sum + (step.kind === 'sealed-anew' ? step.unreadable : 0), 0);
    expect(unreadable).toBe(1);
    expect(await kids()).toContain(foreign.keyIds[0]);
    expect(new Secrets(store.env).keyIds.length).withContext('it holds no key back').toBe(1);
  });

  it('leaves the taking out to whoever names the keys in SECRETS_KEY', async () => {
    const [file] = readSealingKeys(store.env.DATA_DIR, undefined);
    const named = `${Buffer.alloc(32, 5).toString('hex')},${file.toString('hex')}`;
    const steps: RotationStep[] = [];
    await new KeyRotation(store.database, { ...store.env, SECRETS_KEY: named }).run((step) => steps.push(step));

    expect(steps.at(0)?.kind).toBe('going-on');
    expect(steps.at(-1)?.kind).toBe('retire-by-hand');
    await expectWhole(new Secrets({ ...store.env, SECRETS_KEY: Buffer.alloc(32, 5).toString('hex') }));
  });

  it('survives kill -9 as a command, whenever it comes', async () => {
    for (const line of [1, 2, 3]) {
      const child = spawn(process.execPath, [COMMAND, 'rotate'], {
        env: environment(),
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let text = '';
      const exited = once(child, 'exit');
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.split('\n').length > line) child.kill('SIGKILL');
      });
      await exited;
      await expectWhole();
    }
    const { code, output } = await command('rotate');

    expect(code).withContext(output).toBe(0);
    await expectWhole();
    expect(await kids()).toEqual([new Secrets(store.env).keyIds[0]]);
    const status = await command('status');
    expect(status.output.trim()).toBe(
      `key ${new Secrets(store.env).keyIds[0]} (seals): snmp_credential ${String(ROWS)}`,
    );
    const [key] = readSealingKeys(store.env.DATA_DIR, undefined);
    for (const secret of [key.toString('hex'), key.toString('base64'), 'community 1']) {
      expect(output + status.output).not.toContain(secret);
    }
  }, 180_000);

  it('is refused when the command is not understood', async () => {
    for (const words of [[], ['rotate', 'now'], ['reveal']]) expect((await command(...words)).code).toBe(1);
  });

  it('knows every column that is sealed', () => {
    const places = sourcesIn(SOURCES).flatMap((text) => [...text.matchAll(/`(\w+)\.(\w+):\$\{/g)]);
    const known = [...new Set(SEALED_COLUMNS.map(({ table, column, as }) => `${table}.${as ?? column}`))];

    expect(places.length).toBeGreaterThan(0);
    expect([...new Set(places.map(([, table, column]) => `${String(table)}.${String(column)}`))].sort()).toEqual(
      known.sort(),
    );
  });

  /** The variables that a database of a spec was opened by. */
  function environment(): Record<string, string> {
    const variables = Object.entries(store.env).map(([name, value]): [string, string] => [name, String(value)]);
    return {
      ...Object.fromEntries(variables.filter(([, value]) => value !== 'undefined')),
      PATH: process.env['PATH'] ?? '',
    };
  }

  async function command(...words: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
    const child = spawn(process.execPath, [COMMAND, ...words], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'exit')) as [number];
    return { code, output };
  }
});

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourcesIn(path);
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts') ? [readFileSync(path, 'utf8')] : [];
  });
}
