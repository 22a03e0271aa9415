import { KeptBriefly } from './kept-briefly.js';

describe('what is kept briefly', () => {
  it('is made once for all who ask within its time, and anew for who asks after it', async () => {
    const kept = new KeptBriefly<number>(1_000, 10);
    let made = 0;
    const ask = (now: number): Promise<number> => kept.of('key', now, () => Promise.resolve((made += 1)));

    expect(await Promise.all([ask(0), ask(0), ask(999)])).toEqual([1, 1, 1]);
    expect(await ask(1_000)).toBe(2);
  });

  it('is not kept when it failed', async () => {
    const kept = new KeptBriefly<number>(1_000, 10);
    await expectAsync(kept.of('key', 0, () => Promise.reject(new Error('away')))).toBeRejected();

    expect(await kept.of('key', 0, () => Promise.resolve(1))).toBe(1);
  });

  it('gives way where there is too much of it, the oldest first', async () => {
    const kept = new KeptBriefly<string>(1_000, 2);
    for (const key of ['one', 'two', 'three']) await kept.of(key, 0, () => Promise.resolve('first'));

    const asked = ['two', 'three', 'one'].map((key) => kept.of(key, 0, () => Promise.resolve('again')));
    expect(await Promise.all(asked)).toEqual(['first', 'first', 'again']);
  });
});
