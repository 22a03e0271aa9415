import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { defineConfig } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser of the machine: CHROME_BIN, or the usual names in PATH. None is ever downloaded. */
function findChromium(): string {
  const named = process.env['CHROME_BIN'];
  if (named !== undefined && named !== '') return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
  if (found === undefined) throw new Error('No Chromium or Chrome was found. Install one, or name it in CHROME_BIN.');
  return found;
}

/** The stories, in the system's Chromium, against the built product that `global-setup.ts` starts once. */
export default defineConfig({
  testDir: 'stories',
  testMatch: '*.spec.ts',
  outputDir: '../test-results/e2e',
  globalSetup: './fixtures/global-setup.ts',
  fullyParallel: false,
  // One product and one practice network for all: stories that break a line must not meet.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 150_000,
  expect: { timeout: 20_000 },
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: findChromium(),
      args: [
        '--no-sandbox',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
        '--no-first-run',
      ],
    },
  },
});
