import { execFile } from 'node:child_process';
import { isIP } from 'node:net';
import type { OwnProbe } from '@linewatch/shared';
import type { ProbeRun } from './probe-run.js';

export type IcmpProbe = Extract<OwnProbe, { source: 'ICMP' }>;

/** An echo reply that comes later than this is loss. */
const ANSWER_WITHIN_MS = 2_000;
/** fping's own start and end, beside the packets. */
const MARGIN_MS = 5_000;
const MOST_OUTPUT = 65_536;
/** 0: all targets answered; 1: some did not (fping(8), "Diagnostics"). All else means that it could not be run. */
const RAN = new Set<unknown>([0, 1]);
const US_PER_MS = 1_000;

/** ICMP echo by the system's fping, which has the right to send where we have not. @param program path or name */
export async function pingByFping(probe: IcmpProbe, signal: AbortSignal, program = 'fping'): Promise<ProbeRun> {
  const { target, count, spacingMs } = probe;
  const family = isIP(target);
  if (family === 0) return { kind: 'not-run', reason: 'the target is no IP address' };
  // One line a target with a figure or a dash a packet, on stderr. Arguments as they are: no shell reads them.
  const self = family === 6 ? '::1' : '127.0.0.1';
  const targets = target === self ? [target] : [target, self];
  const args = ['-C', String(count), '-q', '-p', String(spacingMs), '-t', String(ANSWER_WITHIN_MS), ...targets];
  const timeout = count * spacingMs + ANSWER_WITHIN_MS + MARGIN_MS;
  const options = { timeout, signal, maxBuffer: MOST_OUTPUT, killSignal: 'SIGKILL' } as const;
  const { failure, text } = await new Promise<{ failure: unknown; text: string }>((resolve) => {
    execFile(program, args, options, (error, _, stderr) => {
      resolve({ failure: error === null ? 0 : (error.code ?? error.signal ?? 'unknown'), text: stderr });
    });
  });
  if (!RAN.has(failure)) return { kind: 'not-run', reason: `fping: ${String(failure)}` };
  const delaysUs = readFping(text, target, count);
  if (delaysUs === undefined) return { kind: 'not-run', reason: 'fping: its output is not what it should be' };
  // Without the right to receive, fping takes all for lost; then this machine seems to be lost too.
  if (isAllLost(delaysUs) && isAllLost(readFping(text, self, count) ?? [])) {
    return { kind: 'not-run', reason: 'fping: it hears not even this machine' };
  }
  return { kind: 'ran', delaysUs };
}

function isAllLost(delays: readonly (number | null)[]): boolean {
  return delays.every((delay) => delay === null);
}

/**
 * Reads the one line of a target: `192.0.2.1 : 0.42 - 1.07`, a delay in milliseconds or a dash for each packet. Other
 * lines tell of ICMP errors that came back; the dash tells the same.
 *
 * @returns microseconds, or undefined when there is no such line, or more than one, or not as many figures
 */
export function readFping(text: string, target: string, count: number): readonly (number | null)[] | undefined {
  const lines = text.split('\n').filter((line) => line.startsWith(`${target} `));
  const figures = lines.flatMap(
    (line) => /^\S+\s+: ((?:-|\d+(?:\.\d+)?)(?: (?:-|\d+(?:\.\d+)?))*)\s*$/.exec(line)?.[1] ?? [],
  );
  const [only] = figures;
  if (only === undefined || figures.length !== 1) return undefined;
  const delays = only.split(' ').map((figure) => (figure === '-' ? null : Math.round(Number(figure) * US_PER_MS)));
  return delays.length === count ? delays : undefined;
}
