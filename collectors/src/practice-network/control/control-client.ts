import type { PracticeCommand } from '@linewatch/shared';
import * as z from 'zod';

const LONGEST_WAIT_MS = 5_000;

const Outcome = z.object({ text: z.string() });
const Refusal = z.object({
  title: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});

/** A circuit as `GET /circuits` lists it. */
export const ListedCircuit = z.object({
  code: z.string(),
  alias: z.nullable(z.string()),
  name: z.string(),
  contractedBps: z.number(),
  ends: z.array(z.object({ side: z.enum(['A', 'Z']), device: z.string(), ifName: z.string(), operStatus: z.number() })),
});
export type ListedCircuit = z.infer<typeof ListedCircuit>;
const ListedCircuits = z.object({ circuits: z.array(ListedCircuit) });

/** The practice network does not run, or will not do this. The message is for the person at the command line. */
export class PracticeRefusal extends Error {
  override readonly name = 'PracticeRefusal';
}

/** Speaks to the control port of a practice network on this machine. */
export class ControlClient {
  constructor(private readonly port: number) {}

  /**
   * @returns what was done, in a sentence
   * @throws PracticeRefusal
   */
  async perform(command: PracticeCommand): Promise<string> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(command) };
    return Outcome.parse(await this.ask('/commands', init)).text;
  }

  /** @throws PracticeRefusal */
  async circuits(): Promise<readonly ListedCircuit[]> {
    return ListedCircuits.parse(await this.ask('/circuits')).circuits;
  }

  private async ask(path: string, init: RequestInit = {}): Promise<unknown> {
    const response = await this.reach(path, init);
    const body: unknown = await response.json();
    if (response.ok) return body;
    const { title, details } = Refusal.parse(body);
    const hints = Object.entries(details).map(([name, value]) => `${name}: ${String(value)}`);
    throw new PracticeRefusal([title, ...hints].join('\n  '));
  }

  private async reach(path: string, init: RequestInit): Promise<Response> {
    try {
      const url = `http://127.0.0.1:${String(this.port)}${path}`;
      return await fetch(url, { ...init, signal: AbortSignal.timeout(LONGEST_WAIT_MS) });
    } catch (error) {
      const text = `The practice network does not run: nothing answers on 127.0.0.1:${String(this.port)}. "npm start" starts it.`;
      throw new PracticeRefusal(text, { cause: error });
    }
  }
}
