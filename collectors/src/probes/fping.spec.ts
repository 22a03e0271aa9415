import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IcmpProbe, pingByFping, readFping } from './fping.js';
import { figuresOf } from './probe-run.js';

const PROBE: IcmpProbe = { pointId: 1, intervalS: 60, source: 'ICMP', target: '127.0.0.1', count: 3, spacingMs: 10 };

describe('ICMP echo by fping', () => {
  const never = new AbortController().signal;

  it('measures this machine', async () => {
    const run = await pingByFping(PROBE, never);
    expect(run.kind === 'ran' ? figuresOf(run) : run).toEqual(
      jasmine.objectContaining({ status: 'OK', sent: 3, received: 3, jitterUs: jasmine.any(Number) }),
    );
  });

  it('measures this machine by IPv6 just so, or tells that it cannot', async () => {
    const run = await pingByFping({ ...PROBE, target: '::1' }, never);
    expect(run.kind === 'ran' ? run.delaysUs.length : run.reason.startsWith('fping')).toBeTruthy();
  });

  it('is not run where there is no fping, or nothing that speaks like it', async () => {
    for (const program of ['/nowhere/fping', '/bin/true', '/bin/false']) {
      const run = await pingByFping(PROBE, never, program);
      expect(figuresOf(run).status).withContext(program).toBe('NOT_MEASURED');
    }
  });

  it('is all loss where nobody answers, and not run where not even this machine is heard', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fping-'));
    const speaking = async (lines: string): Promise<string> => {
      const program = join(folder, 'fping');
      await writeFile(program, `#!/bin/sh\nprintf '${lines}' >&2\nexit 1\n`, { mode: 0o755 });
      return program;
    };
    try {
      const silent = { ...PROBE, target: '192.0.2.1' };
      const lost = await pingByFping(silent, never, await speaking('192.0.2.1 : - - -\\n127.0.0.1 : 0.1 0.1 0.1\\n'));
      expect(lost).toEqual({ kind: 'ran', delaysUs: [null, null, null] });
      const deaf = await pingByFping(silent, never, await speaking('192.0.2.1 : - - -\\n127.0.0.1 : - - -\\n'));
      expect(figuresOf(deaf).status).toBe('NOT_MEASURED');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('gives nothing to fping that is not an address', async () => {
    for (const target of ['-h', 'example.org', '127.0.0.1 -h', '127.0.0.1\n192.0.2.1', '$(id)', '']) {
      expect(await pingByFping({ ...PROBE, target }, never, '/nowhere/fping')).toEqual({
        kind: 'not-run',
        reason: 'the target is no IP address',
      });
    }
  });

  describe('output', () => {
    it('is read in milliseconds, a dash for each loss', () => {
      expect(readFping('192.0.2.1 : 0.42 - 12.5\n', '192.0.2.1', 3)).toEqual([420, null, 12_500]);
      expect(readFping('192.0.2.1 : - -\n', '192.0.2.1', 2)).toEqual([null, null]);
    });

    it('may have lines of ICMP errors beside', () => {
      const text = 'ICMP Host Unreachable from 192.0.2.9 for ICMP Echo sent to 192.0.2.1\n\n192.0.2.1 : - 3\n';
      expect(readFping(text, '192.0.2.1', 2)).toEqual([null, 3_000]);
    });

    it('is refused when it is anything else', () => {
      const texts = [
        '',
        '192.0.2.1 : 1 2\n',
        '192.0.2.1 : 1 2 3 4\n',
        '192.0.2.1 : 1 2 x\n',
        '192.0.2.1 : 1 2 -3\n',
        '192.0.2.1 : 1  2 3\n',
        '192.0.2.11 : 1 2 3\n',
        '192.0.2.1 : 1 2 3\n192.0.2.1 : 1 2 3\n',
        '192.0.2.1 : 1e9 2 3\n',
      ];
      for (const text of texts)
        expect(readFping(text, '192.0.2.1', 3))
          .withContext(text)
          .toBeUndefined();
    });
  });
});
