import { setImmediate } from 'node:timers/promises';
import { RecordedAgent } from '../testing/recorded-agent.js';
import type { BulkAnswer, BulkRequest } from './snmp-client.js';
import { TakingTurns } from './taking-turns.js';

const never = new AbortController().signal;
const REQUEST: BulkRequest = { scalars: [], columns: ['1.3.6.1'], maxRepetitions: 1 };

/** An agent whose answers come when the spec says so. */
class SlowAgent extends RecordedAgent {
  readonly waiting: { resolve: (answer: BulkAnswer) => void; reject: (error: Error) => void }[] = [];

  override getBulk(): Promise<BulkAnswer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
    });
  }
}

describe('two users of one agent', () => {
  let agent: SlowAgent;
  let turns: TakingTurns;

  beforeEach(() => {
    agent = new SlowAgent({});
    turns = new TakingTurns(agent);
  });

  it('have one request under way at a time, in the order they asked', async () => {
    const answers = [1, 2, 3].map(() => turns.getBulk(REQUEST, never));
    for (const [at, answer] of answers.entries()) {
      expect(agent.waiting.length).toBe(at + 1);
      agent.waiting[at]?.resolve({ scalars: [], columns: [] });
      await answer;
      await setImmediate();
    }
  });

  it('do not fail with each other', async () => {
    const [first, second] = [turns.getBulk(REQUEST, never), turns.getBulk(REQUEST, never)];
    agent.waiting[0]?.reject(new Error('no'));
    await expectAsync(first).toBeRejectedWithError('no');
    await setImmediate();
    agent.waiting[1]?.resolve({ scalars: [], columns: [] });
    await expectAsync(second).toBeResolved();
    await setImmediate();
    const third = turns.getBulk(REQUEST, never);
    expect(agent.waiting.length).toBe(3);
    agent.waiting[2]?.resolve({ scalars: [], columns: [] });
    await third;
  });
});
