import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { step } from '../bootstrap/progress.mjs';
import { PlainStop } from '../bootstrap/project.mjs';
import { tail } from '../bootstrap/install.mjs';
import { run } from '../processes/children.mjs';

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const CHROMIUM_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Dovecot without this part speaks no IMAP; Debian, and others. */
const DOVECOT_PARTS = ['/usr/lib/dovecot/imap', '/usr/libexec/dovecot/imap'];

/** Without this part soffice opens no tables; Debian and others, by the kind of the machine or of the office. */
const CALC_PARTS = ['/usr/lib/libreoffice/program/libsclo.so', '/usr/lib64/libreoffice/program/libsclo.so'];

/** Programs that tests need and npm does not bring: how to see that one is there, and Debian's package of it. */
const NEEDS = {
  calc: {
    what: 'LibreOffice Calc, which opens the tables that are handed out',
    isThere: () => process.platform !== 'linux' || CALC_PARTS.some((place) => existsSync(place)),
    debian: 'libreoffice-calc-nogui',
  },
  chromium: {
    what: 'Chromium or Chrome (or set CHROME_BIN)',
    isThere: () => findChromium() !== undefined,
    debian: 'chromium',
  },
  dovecot: {
    what: 'the mail server Dovecot with IMAP',
    isThere: () => findProgram('dovecot') !== undefined && DOVECOT_PARTS.some((place) => existsSync(place)),
    debian: 'dovecot-imapd',
  },
  fonts: { what: 'a font with Chinese characters', isThere: hasChineseFont, debian: 'fonts-noto-cjk' },
  fping: {
    what: 'fping, which sends ICMP echo requests',
    isThere: () => findProgram('fping') !== undefined,
    debian: 'fping',
  },
  mariadb: {
    what: 'MariaDB 10.11 or newer (or set TEST_MYSQL_URL to a server that tests may make databases on)',
    isThere: () => Boolean(process.env.TEST_MYSQL_URL) || findProgram('mariadbd') !== undefined,
    debian: 'mariadb-server-core',
  },
  ip: {
    what: 'the program ip of iproute2',
    isThere: () => process.platform !== 'linux' || findProgram('ip') !== undefined,
    debian: 'iproute2',
  },
  nft: {
    what: 'the program nft of nftables, which counts packets',
    isThere: () => process.platform !== 'linux' || findProgram('nft') !== undefined,
    debian: 'nftables',
  },
  office: {
    what: 'soffice of LibreOffice Impress, which opens the slides of reports',
    isThere: () => findProgram('soffice') !== undefined,
    debian: 'libreoffice-impress-nogui',
  },
  openssl: {
    what: 'openssl, which makes certificates',
    isThere: () => findProgram('openssl') !== undefined,
    debian: 'openssl',
  },
  poppler: {
    what: 'pdftotext and pdffonts, which read PDF files',
    isThere: () => findProgram('pdftotext') !== undefined,
    debian: 'poppler-utils',
  },
  snmpd: {
    what: 'the SNMP agent snmpd of net-snmp',
    isThere: () => findProgram('snmpd') !== undefined,
    debian: 'snmpd',
  },
};

/** The browser that tests are run in. */
export function findChromium() {
  const named = process.env.CHROME_BIN;
  if (named) return existsSync(named) ? named : undefined;
  for (const name of CHROMIUM_NAMES) {
    const found = findProgram(name);
    if (found !== undefined) return found;
  }
  return CHROMIUM_PLACES.find((place) => existsSync(place));
}

/** Where a program lies: in PATH, or where servers lie that are not in everybody's PATH. */
export function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin'];
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

function hasChineseFont() {
  if (process.platform !== 'linux') return true;
  const list = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  return list.status === 0 && list.stdout.trim() !== '';
}

/**
 * Makes sure that programs are there, installing Debian's packages where we may.
 *
 * @param {readonly (keyof typeof NEEDS)[]} names
 * @param {string} log file for apt-get's output
 * @throws PlainStop with all that is missing
 */
export async function ensurePrograms(names, log) {
  const missing = () => names.map((name) => NEEDS[name]).filter((need) => !need.isThere());
  if (missing().length > 0 && mayInstall())
    await installPackages(
      missing().map(({ debian }) => debian),
      log,
    );
  const left = missing();
  if (left.length === 0) return;
  throw new PlainStop(
    `Missing for these tests:\n${left.map(({ what, debian }) => `  ${what}; on Debian: apt-get install ${debian}`).join('\n')}`,
  );
}

function mayInstall() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && findProgram('apt-get') !== undefined;
}

async function installPackages(packages, log) {
  mkdirSync(path.dirname(log), { recursive: true });
  await step('system packages', `apt-get install ${packages.join(' ')}`, async () => {
    // No service of the packages is started: RUNLEVEL=1 is the level in which nothing runs.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    await run('apt-get', ['update', '-q'], { env, log });
    const { code, output } = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], {
      env,
      log,
    });
    if (code !== 0) throw new PlainStop(`${tail(output, 15)}\napt-get could not install ${packages.join(', ')}.`);
  });
}
