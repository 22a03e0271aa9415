import { getEventListeners } from 'node:events';
import { DeadlinePassed, orAborted, withDeadline } from './deadline.js';

const forever = new Promise<never>(() => undefined);

describe('a task with a deadline', () => {
  it('has its own outcome when it is quick enough, and leaves nothing on the caller’s signal', async () => {
    const caller = new AbortController();
    const outcome = await withDeadline(caller.signal, 60_000, (signal) => orAborted(Promise.resolve(7), signal));

    expect(outcome).toBe(7);
    expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
  });

  it('ends when the time is over', async () => {
    const { signal } = new AbortController();

    await expectAsync(withDeadline(signal, 1, (own) => orAborted(forever, own))).toBeRejectedWithError(DeadlinePassed);
  });

  it('ends with the caller’s reason when the caller gives up', async () => {
    const caller = new AbortController();
    const task = withDeadline(caller.signal, 60_000, (signal) => orAborted(forever, signal));
    caller.abort(new Error('enough'));

    await expectAsync(task).toBeRejectedWithError('enough');
  });

  it('does not begin for a caller who gave up before', async () => {
    let isBegun = false;
    const task = withDeadline(AbortSignal.abort(new Error('too late')), 60_000, () => {
      isBegun = true;
      return Promise.resolve();
    });

    await expectAsync(task).toBeRejectedWithError('too late');
    expect(isBegun).toBeFalse();
  });
});
