import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/jobs.js';
import { JobRepository } from '../../platform/jobs/job.repository.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { SmallDisk } from '../../testing/small-disk.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { ANCHOR_FILE, AuditChain } from './audit-chain.js';
import { AuditKey } from './audit-key.js';
import { AuditLog } from './audit-log.js';
import { AuditRepository } from './audit.repository.js';
import { LinkRepository } from './link.repository.js';
import { type Anchor, type Verification, verifyChain } from './verify-chain.js';

const NEVER = new AbortController().signal;
/** For `then`: whether it came to an end well. */
const ARRIVED = [(): boolean => true, (): boolean => false] as const;

describe('the chain of the audit log', () => {
  let test: TestDatabase;
  let clock: ManualClock;
  let log: AuditLog;
  let chain: AuditChain;
  let key: AuditKey;
  let links: LinkRepository;

  beforeEach(async () => {
    Logger.overrideLogger(false);
    test = await openTestDatabase();
    clock = new ManualClock();
    log = new AuditLog(test.database, new AuditRepository(test.database), clock);
    links = new LinkRepository(test.database);
    key = new AuditKey(test.database, new Secrets(test.env));
    const jobs = new Jobs(new JobRepository(test.database), clock);
    chain = new AuditChain(test.database, links, key, jobs, clock, test.env);
    for (const name of ['one', 'two', 'three', 'four']) await note(name);
    await chain.extend(NEVER);
  });

  afterEach(() => test.close());

  async function note(name: string): Promise<void> {
    const object = { type: 'user', id: name, name };
    await test.database.transaction((tx) => log.note(tx, { action: 'user.changed', customerId: null, object }));
    clock.advance(1_000);
  }

  async function verify(anchors: readonly Anchor[] = []): Promise<Verification> {
    clock.advance(3_600_000);
    return verifyChain(links, await key.bytes(), anchors, clock.now());
  }

  const idOf = async (name: string): Promise<string> =>
    (await test.database.read<{ id: string }>('SELECT id FROM audit_entry WHERE object_name = ?', [name]))[0]?.id ?? '';

  /** What somebody could do who has the database to himself. */
  async function tamper(sql: string, values: readonly string[] = []): Promise<void> {
    await test.database.transaction(async (tx) => {
      for (const table of ['audit_entry', 'audit_link']) {
        for (const act of ['update', 'delete']) await tx.execute(`DROP TRIGGER IF EXISTS ${table}_no_${act}`);
      }
      await tx.execute(sql, values);
    });
  }

  it('holds all entries in the order in which they were written', async () => {
    expect(await verify()).toEqual({ links: 4, fault: null });
    await note('five');
    await chain.extend(NEVER);
    expect(await verify()).toEqual({ links: 5, fault: null });
  });

  it('is refused by the database when somebody changes or removes a row', async () => {
    for (const sql of [
      "UPDATE audit_entry SET object_name = 'x'",
      'DELETE FROM audit_entry',
      'DELETE FROM audit_link',
    ]) {
      await expectAsync(test.database.transaction((tx) => tx.execute(sql)))
        .withContext(sql)
        .toBeRejectedWithError(/only added to/);
    }
    expect(await verify()).toEqual({ links: 4, fault: null });
  });

  it('names the entry that was changed', async () => {
    const entryId = await idOf('two');
    await tamper("UPDATE audit_entry SET object_name = 'nobody' WHERE id = ?", [entryId]);

    expect(await verify()).toEqual({ links: 1, fault: { kind: 'changed', seq: 2, entryId } });
  });

  it('names the entry that was taken away, and the link', async () => {
    const entryId = await idOf('three');
    await tamper('DELETE FROM audit_entry WHERE id = ?', [entryId]);
    expect((await verify()).fault).toEqual({ kind: 'entry-missing', seq: 3, entryId });

    await tamper('DELETE FROM audit_link WHERE entry_id = ?', [entryId]);
    expect((await verify()).fault).toEqual({ kind: 'link-missing', seq: 3 });
  });

  it('names two entries that changed places', async () => {
    const [two, three] = [await idOf('two'), await idOf('three')];
    await tamper("UPDATE audit_link SET entry_id = 'aside' WHERE entry_id = ?", [two]);
    await tamper('UPDATE audit_link SET entry_id = ? WHERE entry_id = ?', [two, three]);
    await tamper("UPDATE audit_link SET entry_id = ? WHERE entry_id = 'aside'", [three]);

    expect((await verify()).fault).toEqual({ kind: 'changed', seq: 2, entryId: three });
  });

  it('tells of an entry that was slipped in', async () => {
    await test.database.transaction((tx) =>
      tx.insertMany(
        'audit_entry',
        ['id', 'at', 'actor', 'action'],
        ['id'],
        [['slipped-in', clock.now(), 'SYSTEM', 'user.changed']],
      ),
    );

    expect((await verify()).fault).toEqual({ kind: 'not-chained', entries: 1 });
  });

  it('tells by an anchor that its end was cut off, or made anew', async () => {
    await chain.anchor();
    const [line = ''] = (await readFile(join(test.env.DATA_DIR, ANCHOR_FILE), 'utf8')).split('\n');
    const anchor = JSON.parse(line) as Anchor;
    expect(await verify([anchor])).toEqual({ links: 4, fault: null });
    expect((await verify([{ ...anchor, hash: '0'.repeat(64) }])).fault).toEqual({ kind: 'anchor-broken', seq: 4 });

    await tamper('DELETE FROM audit_link WHERE seq = 4');
    await tamper('DELETE FROM audit_entry WHERE id = ?', [await idOf('four')]);
    expect((await verify()).fault).toBeNull();
    expect((await verify([anchor])).fault).toEqual({ kind: 'anchor-broken', seq: 4 });
  });

  it('has no half an anchor where the disk ends in one', async () => {
    const disk = SmallDisk.mount(1);
    if (disk === null) {
      pending('needs the right to mount a small disk');
      return;
    }
    try {
      const jobs = new Jobs(new JobRepository(test.database), clock);
      const onDisk = new AuditChain(test.database, links, key, jobs, clock, { DATA_DIR: disk.folder });
      await onDisk.anchor();
      disk.fill();
      let written = 1;
      // What is left of the first page of the file.
      while (written < 100 && (await onDisk.anchor().then(...ARRIVED))) written += 1;

      const lines = (await readFile(join(disk.folder, ANCHOR_FILE), 'utf8')).split('\n');
      expect(lines.length).toBe(written + 1);
      expect(lines.pop()).toBe('');
      for (const line of lines) expect((JSON.parse(line) as Anchor).seq).toBe(4);
    } finally {
      disk.unmount();
    }
  });

  it('leaves no entry out that was committed late', async () => {
    const early = clock.now() - 60_000;
    await test.database.transaction((tx) =>
      tx.insertMany(
        'audit_entry',
        ['id', 'at', 'actor', 'action'],
        ['id'],
        [['00000000-late', early, 'SYSTEM', 'user.changed']],
      ),
    );
    await chain.extend(NEVER);

    expect(await verify()).toEqual({ links: 5, fault: null });
  });

  it('has one key, whoever makes it', async () => {
    const other = new AuditKey(test.database, new Secrets(test.env));
    expect(await other.bytes()).toEqual(await key.bytes());
  });
});
