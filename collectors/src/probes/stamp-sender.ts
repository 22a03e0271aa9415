import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { type OwnProbe, twoWayDelay } from '@linewatch/shared';
import type { Clock } from '../clock/clock.js';
import { ProbeClock } from './probe-clock.js';
import type { ProbeRun } from './probe-run.js';
import { readReflection, writeTestPacket } from './stamp-packet.js';

export type StampProbe = Extract<OwnProbe, { source: 'STAMP' }>;

/** An answer that comes later than this is loss. */
export const ANSWER_WITHIN_MS = 2_000;
/** Nobody listens there, as the far end says by ICMP: the packet is lost, the next one is sent all the same. */
const UNHEARD = 'ECONNREFUSED';

interface SentPacket {
  readonly octets: Buffer;
  readonly sentAt: bigint;
  delayUs: number | null;
}

/** Answers that were not counted, by why. */
export interface RefusedAnswers {
  malformed: number;
  /** Of no packet of this run. */
  foreign: number;
  duplicate: number;
  late: number;
}

export interface StampRun {
  readonly run: ProbeRun;
  readonly refused: RefusedAnswers;
}

/**
 * Sends the test packets of one session (RFC 8762, unauthenticated mode) and listens for their answers. Each session
 * has a port of its own, open to its reflector alone, and each packet's time has to come back with its number: an
 * answer counts once, and only in time.
 */
export async function sendStamp(probe: StampProbe, clock: Clock, signal: AbortSignal): Promise<StampRun> {
  const refused: RefusedAnswers = { malformed: 0, foreign: 0, duplicate: 0, late: 0 };
  const family = isIP(probe.target);
  if (family === 0) return { run: notRun('the target is no IP address'), refused };
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  try {
    await connect(socket, probe);
    return { run: await session(socket, probe, clock, refused, signal), refused };
  } catch (error) {
    // No route, no right, no free port: only the attempt can tell, and it is about this machine.
    return { run: notRun(codeOf(error)), refused };
  } finally {
    socket.close();
  }
}

async function session(
  socket: Socket,
  probe: StampProbe,
  clock: Clock,
  refused: RefusedAnswers,
  signal: AbortSignal,
): Promise<ProbeRun> {
  const time = new ProbeClock(clock);
  const sent: SentPacket[] = [];
  const failures = new Set<string>();
  socket.on('message', (octets) => {
    take(octets, time.now(), sent, refused);
  });
  socket.on('error', (error) => {
    if (codeOf(error) !== UNHEARD) failures.add(codeOf(error));
  });
  const begunAt = clock.monotonic();
  for (let sequence = 0; sequence < probe.count; sequence += 1) {
    await until(clock, begunAt + sequence * probe.spacingMs, signal);
    const sentAt = time.now();
    const packet = { octets: writeTestPacket(sequence, sentAt), sentAt, delayUs: null };
    sent.push(packet);
    socket.send(packet.octets, (error) => {
      if (error !== null && codeOf(error) !== UNHEARD) failures.add(codeOf(error));
    });
  }
  await allAnswered(clock, sent, signal);
  const [failure] = failures;
  if (failure !== undefined && sent.every((packet) => packet.delayUs === null)) return notRun(failure);
  return { kind: 'ran', delaysUs: sent.map((packet) => packet.delayUs) };
}

function take(octets: Buffer, receivedAt: bigint, sent: readonly SentPacket[], refused: RefusedAnswers): void {
  const answer = readReflection(octets);
  const packet = answer === undefined ? undefined : sent[answer.sequence];
  if (answer === undefined) refused.malformed += 1;
  else if (packet === undefined || !answer.repeats(packet.octets)) refused.foreign += 1;
  else if (packet.delayUs !== null) refused.duplicate += 1;
  else if (receivedAt - packet.sentAt > BigInt(ANSWER_WITHIN_MS) * 1_000_000n) refused.late += 1;
  else packet.delayUs = delayUs(packet.sentAt, receivedAt, answer.heldNs);
}

/** A reflector that says it held a packet longer than it was away, or for less than no time, has no usable clock. */
function delayUs(sentAt: bigint, receivedAt: bigint, heldNs: bigint): number {
  const awayNs = Number(receivedAt - sentAt);
  const held = heldNs < 0n || Number(heldNs) > awayNs ? 0 : Number(heldNs);
  const times = { sentAt: 0, reflectorReceivedAt: 0, reflectorSentAt: held, receivedAt: awayNs };
  return Math.max(0, twoWayDelay(times)) / 1_000;
}

/** Until each packet has its answer or none can count any more. */
async function allAnswered(clock: Clock, sent: readonly SentPacket[], signal: AbortSignal): Promise<void> {
  const end = clock.monotonic() + ANSWER_WITHIN_MS;
  while (clock.monotonic() < end && sent.some((packet) => packet.delayUs === null)) {
    await until(clock, Math.min(end, clock.monotonic() + STEP_MS), signal);
  }
}

const STEP_MS = 20;

function until(clock: Clock, at: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const onAbort = (): void => {
      forget();
      reject(new Error('The probe was stopped'));
    };
    const forget = clock.after(Math.max(0, at - clock.monotonic()), () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

async function connect(socket: Socket, { target, port }: StampProbe): Promise<void> {
  socket.connect(port, target);
  await once(socket, 'connect');
}

function notRun(reason: string): ProbeRun {
  return { kind: 'not-run', reason };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error ? String(error.code) : error.name;
}
