import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../processes/children.mjs';
import { step } from './progress.mjs';
import { inProject, PlainStop, ROOT } from './project.mjs';

const MARK = inProject('node_modules', '.linewatch-install');

/** Installs exactly what package-lock.json says, unless that has been done already on this platform. */
export async function installIfChanged() {
  const wanted = wantedMark();
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === wanted) return;

  const log = inProject('data', 'logs', 'install.log');
  mkdirSync(path.dirname(log), { recursive: true });
  // Gone before npm begins: an install that is cut short is done again.
  rmSync(MARK, { force: true });
  await step('install', 'npm ci, as package-lock.json says; the first time takes a minute or two', async () => {
    const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
    const { code, output } = await run(...npm(args), { cwd: ROOT, env: machineEnv(), log });
    if (code !== 0) throw new PlainStop(`${tail(output, 40)}\nThe install failed. All of npm's output is in ${log}.`);
  });
  writeFileSync(MARK, wanted);
}

function wantedMark() {
  const lock = createHash('sha256')
    .update(readFileSync(inProject('package-lock.json')))
    .digest('hex');
  return `${lock} ${process.platform} ${process.arch}\n`;
}

/** npm is a command file on Windows, which only a shell can start. */
function npm(args) {
  return process.platform === 'win32' ? ['cmd.exe', ['/d', '/s', '/c', 'npm', ...args]] : ['npm', args];
}

/**
 * The environment with the machine's own Node first: npm must not run on the Node inside node_modules,
 * which it is about to remove.
 */
function machineEnv() {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const folders = (process.env[key] ?? '').split(path.delimiter);
  return {
    ...process.env,
    [key]: folders.filter((folder) => !path.resolve(folder).startsWith(inProject('node_modules'))).join(path.delimiter),
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
  };
}

/** The last lines of a text. */
export function tail(text, lines) {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}
