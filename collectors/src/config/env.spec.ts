import { readEnv } from './env.js';

const NEEDED = { API_URL: 'http://127.0.0.1:3000', COLLECTOR_TOKEN: 't'.repeat(32) };

describe('the collector’s environment', () => {
  it('needs the API and a token, and has a default for the rest', () => {
    expect(readEnv(NEEDED)).toEqual({
      apiUrl: 'http://127.0.0.1:3000',
      token: 't'.repeat(32),
      dataDir: 'data',
      trapPort: 1_162,
      trapHost: '0.0.0.0',
      spoolLimits: { maxOctets: 4_294_967_296, maxAgeMs: 604_800_000, leftFreeOctets: 67_108_864 },
      maxInFlight: 200,
      metricsPort: 0,
      metricsHost: '127.0.0.1',
      logLevel: 'info',
      workListEveryMs: 2_000,
      longestPauseMs: 3_000,
    });
  });

  it('is patient with an API on another machine', () => {
    const config = readEnv({ ...NEEDED, API_URL: 'https://portal.operator.example' });

    expect([config.workListEveryMs, config.longestPauseMs]).toEqual([2_000, 30_000]);
  });

  it('is refused with everything that is wrong at once, and without the token', () => {
    const wrong = { API_URL: 'ftp://x', COLLECTOR_TOKEN: 'short-secret', TRAP_PORT: '70000', SPOOL_MAX_MB: 'lots' };
    let message = '';
    try {
      readEnv(wrong);
    } catch (error) {
      message = String(error);
    }

    for (const name of ['API_URL', 'COLLECTOR_TOKEN', 'TRAP_PORT', 'SPOOL_MAX_MB']) expect(message).toContain(name);
    expect(message).not.toContain('short-secret');
  });

  it('refuses a token that cannot stand in a header, without showing it', () => {
    for (const character of ['\n', ' ', '密']) {
      const token = `a-secret-of-the-house-${character}-in-two-parts`;

      expect(() => readEnv({ ...NEEDED, COLLECTOR_TOKEN: token })).toThrowMatching(
        ({ message }: Error) => message.includes('COLLECTOR_TOKEN') && !message.includes('a-secret'),
      );
    }
  });
});
