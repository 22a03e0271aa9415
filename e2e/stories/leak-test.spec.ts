import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { DEMO_PASSWORD } from '@linewatch/shared/demo';
import { ADMIN_OF_A, ENGINEER_OF_B } from '../fixtures/demo.ts';
import { addresses } from '../fixtures/global-setup.ts';
import { expect, test } from '../fixtures/test.ts';

const COMMAND = fileURLToPath(new URL('../../api/dist/leak-test-command.js', import.meta.url));

test('the operator looks for one customer’s data as the other, and finds none', async () => {
  test.setTimeout(180_000);
  const people = ['--a', ADMIN_OF_A.email, '--b', ENGINEER_OF_B.email];
  const child = spawn(process.execPath, [COMMAND, '--url', addresses().portal, ...people, '--listen', '10'], {
    env: { ...process.env, LEAK_TEST_A: DEMO_PASSWORD, LEAK_TEST_B: DEMO_PASSWORD },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const printed = await text(child.stdout);

  expect(printed).toMatch(/\n\d{4,} passed, 0 failed\n$/);
  expect(await ended).toBe(0);
});
