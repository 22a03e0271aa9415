import type { Database } from '../../database/database.js';
import { groupBy } from '../../features/telemetry/chunks.js';
import type { StoredLine } from '../test-line.builder.js';
import type { Received } from '../test-receiver.js';
import type { Finding, Verdict } from './chaos-check.js';

interface FaultRow {
  readonly id: string;
  readonly circuitId: string;
  readonly raiseCount: number | string;
}

const KINDS = ['fault.raised', 'fault.cleared'] as const;

/** What is still to be cleared or told. */
export async function unfinished(database: Database): Promise<number> {
  const counts = [
    'fault WHERE until_at IS NULL',
    "alarm WHERE cleared_at IS NULL AND code = 'CIRCUIT_DOWN'",
    "notice_delivery WHERE state = 'WAITING'",
    'notice_event WHERE gathered_at IS NULL',
    "notice_message WHERE state = 'HELD'",
  ].map(async (sql) => {
    const [row] = await database.read<{ n: number | string }>(`SELECT COUNT(*) AS n FROM ${sql}`);
    return Number(row?.n);
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** Each line failed once: one alarm and one fault, raised once and cleared once, and each told once. */
export async function checkAlarms(
  database: Database,
  lines: readonly StoredLine[],
  received: readonly Received[],
): Promise<Verdict> {
  const faults = await database.read<FaultRow>(
    'SELECT id AS id, circuit_id AS circuitId, raise_count AS raiseCount FROM fault',
  );
  const alarms = await database.read<{ objectId: string; kind: string }>(
    `SELECT a.object_id AS objectId, e.kind AS kind FROM alarm_event e JOIN alarm a ON a.id = e.alarm_id
     WHERE a.code = 'CIRCUIT_DOWN' AND e.kind IN ('RAISED','CLEARED')`,
  );
  const events = await database.read<{ objectId: string; kind: string }>(
    "SELECT object_id AS objectId, kind AS kind FROM notice_event WHERE kind IN ('fault.raised','fault.cleared')",
  );
  const circuits = lines.map(({ circuitId }) => circuitId);
  const ids = faults.map(({ id }) => id);
  const steps = (kinds: readonly string[], of: readonly string[]): string[] =>
    of.flatMap((id) => kinds.map((kind) => `${kind} ${id}`));
  const said = (rows: readonly { objectId: string; kind: string }[]): string[] =>
    rows.map(({ objectId, kind }) => `${kind} ${objectId}`);
  const calls = received.flatMap(callsOf);
  const messages = [...new Map(calls.map((call) => [`${call.step} ${call.key}`, call.step])).values()];
  const again = calls.length - messages.length;
  const counted = [
    counts(
      'faults, each of a line of its own',
      circuits,
      faults.map(({ circuitId }) => circuitId),
    ),
    counts('alarms raised and cleared', steps(['RAISED', 'CLEARED'], circuits), said(alarms)),
    counts('notices pinned', steps(KINDS, ids), said(events)),
    counts(
      `messages that the webhook was told, by their keys (${String(again)} came again)`,
      steps(KINDS, ids),
      messages,
    ),
  ];
  const back = faults.filter(({ raiseCount }) => Number(raiseCount) !== 1).map(({ id }) => `${id} came back`);
  const findings = [
    ...counted.map(({ finding }) => finding),
    { what: 'faults came once', count: ids.length, wrong: back },
  ];
  const sum = (of: 'missing' | 'twice'): number => counted.reduce((all, each) => all + each[of], 0);
  return { findings, missing: sum('missing'), twice: sum('twice') + back.length };
}

/** Happenings in a call of the webhook, with the key by which its receiver knows a message that it has had. */
function callsOf({ headers, body }: Received): { readonly step: string; readonly key: string }[] {
  const { type, data } = JSON.parse(body) as { type: string; data: { happenings: { object: { id: string } }[] } };
  return data.happenings.map(({ object }) => ({ step: `${type} ${object.id}`, key: String(headers['webhook-id']) }));
}

interface Counted {
  readonly finding: Finding;
  readonly missing: number;
  readonly twice: number;
}

/** Whether there is each of what was expected, once, and nothing else. */
function counts(what: string, expected: readonly string[], found: readonly string[]): Counted {
  const times = groupBy(found, (each) => each);
  const wanted = new Set(expected);
  const missing = expected.filter((each) => !times.has(each)).map((each) => `missing: ${each}`);
  const twice = [...times].flatMap(([each, all]) => {
    if (!wanted.has(each)) return [`not expected: ${each}`];
    return all.length > 1 ? [`${String(all.length)} times: ${each}`] : [];
  });
  const finding = { what, count: found.length, wrong: [...missing, ...twice] };
  return { finding, missing: missing.length, twice: twice.length };
}
