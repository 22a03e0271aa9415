import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { NO_PRETENURING } from './short-lives.js';

describe('The expectation of short lives', () => {
  it('is an option that this engine knows', async () => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [NO_PRETENURING, '--print', '1']);

    expect([stdout.trim(), stderr]).toEqual(['1', '']);
  });
});
