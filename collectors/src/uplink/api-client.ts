import { BatchReceipt, DiscoveryOrders, type DiscoveryReport, OwnProbe, PolledDevice } from '@linewatch/shared';
import { withDeadline } from '../clock/deadline.js';

/** The work list as far as it can be read. */
export interface FetchedWorkList {
  readonly version: string;
  readonly devices: readonly PolledDevice[];
  readonly probes: readonly OwnProbe[];
  /** Devices and probes whose entry does not follow the contract; they are left out. */
  readonly unreadable: number;
}

/** What became of a batch. */
export type Delivery =
  | { readonly kind: 'stored'; readonly receipt: BatchReceipt }
  /** The API will never take this batch. */
  | { readonly kind: 'refused'; readonly status: number; readonly answer: string }
  /** The API does not take anything from us as we are: token, address or version. Not the batch's fault. */
  | { readonly kind: 'shut'; readonly status: number }
  /** Not now; `notBeforeMs` when the API said how long not. */
  | { readonly kind: 'later'; readonly reason: string; readonly notBeforeMs?: number };

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly etag: string | null;
  readonly retryAfter: string | null;
}

const TIMEOUT_MS = 30_000;
const ANSWER_KEPT = 2_000;
/** Answers of the gate, not about the batch: who we are, and whether this is the API at all. */
const SHUT = new Set([401, 403, 404, 405]);
const NOT_NOW = new Set([408, 425, 429]);

/** The API as the collector sees it: the requests of the contract. */
export class ApiClient {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /**
   * @param known version of the list that is at hand, or null
   * @returns null when the list has not changed
   * @throws Error when there is no usable answer; its message is safe to log
   */
  async workList(known: string | null, signal: AbortSignal): Promise<FetchedWorkList | null> {
    const answer = await this.request('GET', '/api/v1/collector/work-list', signal, {
      ...(known === null ? {} : { 'if-none-match': known }),
    });
    if (answer.status === 304) return null;
    if (answer.status !== 200)
      throw new Error(`The API answered ${String(answer.status)} to the request for the work list`);
    const list = readJson(answer.text);
    if (!isRecord(list) || typeof list['version'] !== 'string' || !Array.isArray(list['devices'])) {
      throw new Error('The API answered with something that is no work list');
    }
    const parsed = list['devices'].map((device) => PolledDevice.safeParse(device));
    const devices = parsed.flatMap(({ data }) => (data ? [data] : []));
    const listed: unknown[] = Array.isArray(list['probes']) ? list['probes'] : [];
    const probes = listed.flatMap((probe) => OwnProbe.safeParse(probe).data ?? []);
    return {
      version: answer.etag ?? `"${list['version']}"`,
      devices,
      probes,
      unreadable: parsed.length - devices.length + listed.length - probes.length,
    };
  }

  /** Sends a batch of readings. Never throws for what the network or the API do. */
  deliver(body: string, signal: AbortSignal): Promise<Delivery> {
    return this.send('/api/v1/collector/batches', body, signal);
  }

  /** Sends traps and what came of them. Never throws for what the network or the API do. */
  deliverTraps(body: string, signal: AbortSignal): Promise<Delivery> {
    return this.send('/api/v1/collector/traps', body, signal);
  }

  private async send(path: string, body: string, signal: AbortSignal): Promise<Delivery> {
    let answer;
    try {
      answer = await this.request('POST', path, signal, { 'content-type': 'application/json' }, body);
    } catch (error) {
      return { kind: 'later', reason: reasonOf(error) };
    }
    const { status, text } = answer;
    if (status >= 200 && status < 300) {
      const receipt = BatchReceipt.safeParse(readJson(text));
      return receipt.success
        ? { kind: 'stored', receipt: receipt.data }
        : { kind: 'later', reason: 'The answer is no receipt' };
    }
    if (SHUT.has(status)) return { kind: 'shut', status };
    if (status < 400 || status >= 500 || NOT_NOW.has(status)) {
      return { kind: 'later', reason: `The API answered ${String(status)}`, ...retryAfter(answer.retryAfter) };
    }
    return { kind: 'refused', status, answer: text.slice(0, ANSWER_KEPT) };
  }

  /**
   * Devices that are to be discovered now.
   *
   * @throws Error when there is no usable answer
   */
  async orders(signal: AbortSignal): Promise<DiscoveryOrders> {
    const { status, text } = await this.request('GET', '/api/v1/collector/discoveries', signal, {});
    if (status !== 200) throw new Error(`The API answered ${String(status)} to the request for discoveries`);
    return DiscoveryOrders.parse(readJson(text));
  }

  /** @throws Error when the API did not take the report */
  async report(report: DiscoveryReport, signal: AbortSignal): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(report);
    const { status } = await this.request('POST', '/api/v1/collector/discoveries', signal, headers, body);
    if (status < 200 || status >= 300) throw new Error(`The API answered ${String(status)} to a discovery`);
  }

  private async request(
    method: string,
    path: string,
    signal: AbortSignal,
    headers: Record<string, string>,
    body: string | null = null,
  ): Promise<Answer> {
    return withDeadline(signal, TIMEOUT_MS, async (ended) => {
      const response = await fetch(new URL(path, this.url), {
        method,
        headers: { ...headers, authorization: `Bearer ${this.token}`, accept: 'application/json' },
        body,
        // The token is for this address and no other.
        redirect: 'manual',
        signal: ended,
      });
      const { status, headers: said } = response;
      return { status, text: await response.text(), etag: said.get('etag'), retryAfter: said.get('retry-after') };
    });
  }
}

/** What went wrong below HTTP, for the log. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const cause = error.cause;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  // A TypeError of fetch may quote the header that it does not like, which holds the token.
  return error instanceof TypeError ? error.name : `${error.name}: ${error.message}`;
}

/** Retry-After in seconds (RFC 9110 section 10.2.3). Its other form, a date, is by a clock that is not ours. */
function retryAfter(header: string | null): { readonly notBeforeMs?: number } {
  return header !== null && /^\d{1,5}$/.test(header) ? { notBeforeMs: Number(header) * 1_000 } : {};
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Only the attempt tells whether a text is JSON; what is not is answered like any other wrong form.
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
