import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TrapBatch, type TrapNote } from '@linewatch/shared';
import { HeldClock } from '../testing/held-clock.js';
import { TrapSpool } from '../uplink/trap-spool.js';
import { TrapJournal } from './trap-journal.js';

function aNote(overrides: Partial<TrapNote> = {}): TrapNote {
  return {
    id: randomUUID(),
    deviceId: randomUUID(),
    source: '192.0.2.1:161',
    agentAddress: null,
    version: 'V2C',
    isInform: false,
    oid: '1.3.6.1.6.3.1.1.5.3',
    trapAt: 1,
    sysUpTime: 1,
    ifIndex: null,
    varbinds: [],
    leftOut: 0,
    ...overrides,
  };
}

describe('the journal of traps', () => {
  let folder: string;
  let file: string;
  let spool: TrapSpool;
  let clock: HeldClock;
  let journal: TrapJournal;
  let dropped: number;
  let failures: number;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'linewatch-traps-'));
    file = join(folder, 'traps.sqlite');
    clock = new HeldClock();
    [dropped, failures] = [0, 0];
    open();
  });

  afterEach(() => {
    spool.close();
    rmSync(folder, { recursive: true });
  });

  function open(maxEntries = 100): void {
    spool = TrapSpool.open(file, { maxEntries, maxAgeMs: 60_000 });
    const events = {
      onCommitted: () => undefined,
      onDropped: (count: number) => (dropped += count),
      onFailed: () => (failures += 1),
    };
    journal = new TrapJournal(spool, clock, events, () => undefined);
  }

  function waiting(): TrapBatch {
    const head = spool.head();
    return head === null ? { notes: [], readings: [] } : TrapBatch.parse(JSON.parse(head.body));
  }

  it('says that a trap is kept only when it is on disk, and at once when nothing is to be written', async () => {
    const said: string[] = [];
    journal.whenKept(() => said.push('nothing'));
    const note = aNote();
    journal.keep(note, false);
    journal.whenKept(() => said.push('the trap'));
    expect(said).toEqual(['nothing']);
    expect(waiting().notes).toEqual([]);
    await clock.pass(50);

    expect(said).toEqual(['nothing', 'the trap']);
    spool.close();
    open();
    expect(waiting().notes).toEqual([note]);
  });

  it('answers nobody while the disk refuses, and keeps all when it takes it again', async () => {
    const real = spool;
    let isFull = true;
    const store = {
      append: (...given: Parameters<TrapSpool['append']>): number => {
        if (isFull) throw new Error('no space left on device');
        return real.append(...given);
      },
    };
    const events = { onCommitted: () => undefined, onDropped: () => undefined, onFailed: () => (failures += 1) };
    const second = new TrapJournal(store, clock, events, () => undefined);
    let answers = 0;
    second.keep(aNote({ isInform: true }), false);
    second.whenKept(() => (answers += 1));
    await clock.pass(200);
    expect([answers, failures]).toEqual([0, 4]);
    isFull = false;
    await clock.pass(50);

    expect([answers, waiting().notes.length]).toEqual([1, 1]);
  });

  it('hands traps and what was read because of them over in their order, and forgets what was confirmed', async () => {
    const [one, two] = [aNote(), aNote()];
    journal.keep(one, true);
    await clock.pass(50);
    const first = spool.head();
    journal.keep(two, true);
    journal.read({ trapId: one.id, readAt: 5, fault: null, adminStatus: 1, operStatus: 2 });
    await clock.pass(50);
    spool.confirm(first?.seq ?? 0);

    expect(waiting().notes).toEqual([two]);
    expect(waiting().readings.map(({ trapId }) => trapId)).toEqual([one.id]);
    spool.refuse(spool.head()?.seq ?? 0);
    expect([spool.head(), spool.waiting]).toEqual([null, 0]);
  });

  it('lets the oldest go when too many wait or are too old, and counts them', async () => {
    spool.close();
    open(3);
    for (let trapAt = 1; trapAt <= 5; trapAt += 1) journal.keep(aNote({ trapAt }), false);
    await clock.pass(50);
    expect([waiting().notes.map(({ trapAt }) => trapAt), dropped]).toEqual([[3, 4, 5], 2]);
    await clock.pass(60_000);
    journal.keep(aNote({ trapAt: 6 }), false);
    await clock.pass(50);

    expect([waiting().notes.map(({ trapAt }) => trapAt), dropped, failures]).toEqual([[6], 5, 0]);
  });

  it('makes no delivery larger than the API takes', async () => {
    const value = { oid: '1.3', type: 'OCTET STRING', value: '线'.repeat(256) };
    for (let at = 0; at < 40; at += 1) journal.keep(aNote({ varbinds: Array<typeof value>(32).fill(value) }), false);
    await clock.pass(50);
    let delivered = 0;
    for (let head = spool.head(); head !== null; head = spool.head()) {
      expect(Buffer.byteLength(head.body)).toBeLessThan(256 * 1024);
      delivered += TrapBatch.parse(JSON.parse(head.body)).notes.length;
      spool.confirm(head.seq);
    }

    expect(delivered).toBe(40);
  });
});
