import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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
    const { code, output } = await withNodeForNpm((npm, env) => run(...npm(args), { cwd: ROOT, env, log }));
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

/**
 * npm leaves out optional packages that refuse the Node it runs on, and the compilers' binaries are such packages. On a
 * Node older than this it is therefore run on the Node that the project brings, fetched first and by itself.
 */
const OLDEST_FOR_NPM = [20, 19];

/** Calls `install` with npm as a command for some arguments, and the environment to run it in. */
async function withNodeForNpm(install) {
  const env = machineEnv();
  if (isNewEnough(env)) return install(machineNpm, env);
  const folder = mkdtempSync(path.join(tmpdir(), 'linewatch-node-'));
  try {
    const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
    const version = JSON.parse(readFileSync(inProject('package.json'), 'utf8')).optionalDependencies[name];
    // Where the project brings no Node, the user's own has to do; what is missing is said after the install.
    if (version === undefined) return await install(machineNpm, env);
    const args = ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
    const { code, output } = await run(...machineNpm([...args, `${name}@${version}`]), { cwd: folder, env });
    if (code !== 0) throw new PlainStop(`${tail(output, 20)}\nNode ${version} could not be installed.`);
    const bin = path.join(folder, 'node_modules', name, 'bin');
    const node = path.join(bin, process.platform === 'win32' ? 'node.exe' : 'node');
    const program = process.env.npm_execpath;
    // Named by its file, npm runs on the Node we choose; by its name, on the first one in PATH.
    const npm = program?.endsWith('.js') ? (args) => [node, [program, ...args]] : machineNpm;
    return await install(npm, { ...env, [pathKey()]: [bin, env[pathKey()]].join(path.delimiter) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isNewEnough(env) {
  const { stdout } = spawnSync('node', ['-p', 'process.versions.node'], { env, encoding: 'utf8' });
  const [major, minor] = (stdout || process.versions.node).trim().split('.').map(Number);
  return major > OLDEST_FOR_NPM[0] || (major === OLDEST_FOR_NPM[0] && minor >= OLDEST_FOR_NPM[1]);
}

/** npm is a command file on Windows, which only a shell can start. */
function machineNpm(args) {
  return process.platform === 'win32' ? ['cmd.exe', ['/d', '/s', '/c', 'npm', ...args]] : ['npm', args];
}

function pathKey() {
  return Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
}

/**
 * The environment with the machine's own Node first: npm must not run on the Node inside node_modules,
 * which it is about to remove.
 */
function machineEnv() {
  const key = pathKey();
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
