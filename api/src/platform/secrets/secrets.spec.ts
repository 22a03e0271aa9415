import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSealingKeys, writeKeyFile } from './key-file.js';
import { openText, sealingKey, sealText } from './sealed-text.js';
import { Secrets } from './secrets.js';

describe('sealed secrets', () => {
  const key = sealingKey(Buffer.alloc(32, 7));
  const place = 'snmp_credential.sealed:1';

  it('open in the place they were sealed for', () => {
    const sealed = sealText(key, 'the 社区 string', place);

    expect(sealed).toMatch(/^v1:[\da-f]{8}:[\w-]{16}:[\w-]+:[\w-]{22}$/);
    expect(openText(key, sealed, place)).toBe('the 社区 string');
    expect(openText(key, sealText(key, '', place), place)).toBe('');
  });

  it('are another text each time', () => {
    expect(sealText(key, 'public', place)).not.toBe(sealText(key, 'public', place));
  });

  it('do not open in another row, with another key, or with one bit changed', () => {
    const sealed = sealText(key, 'public', place);
    const at = sealed.lastIndexOf(':') + 1;
    const bent = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;

    expect(() => openText(key, sealed, 'snmp_credential.sealed:2')).toThrow();
    expect(() => openText(sealingKey(Buffer.alloc(32, 8)), sealed, place)).toThrowError(/another key/);
    expect(() => openText(key, bent, place)).toThrow();
  });

  for (const rubbish of ['', 'public', 'v1:::', 'v2:a:b:c:d', 'v1:a:b:c:d:e']) {
    it(`do not open when they are ${JSON.stringify(rubbish)}`, () => {
      expect(() => openText(key, rubbish, place)).toThrow();
    });
  }
});

describe('the key of the secrets', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'linewatch-key-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is made once, for its owner only, and found again', () => {
    const first = readSealingKeys(join(folder, 'data'), undefined);

    expect(readSealingKeys(join(folder, 'data'), undefined)).toEqual(first);
    expect(statSync(join(folder, 'data', 'secrets.key')).mode & 0o777).toBe(0o400);
    expect(readdirSync(join(folder, 'data'))).toEqual(['secrets.key']);
  });

  it('is taken from the environment in hex or base64', () => {
    const bytes = Buffer.alloc(32, 200);

    expect(readSealingKeys(folder, bytes.toString('hex'))).toEqual([bytes]);
    expect(readSealingKeys(folder, bytes.toString('base64'))).toEqual([bytes]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is the first of several, and those behind it open what they sealed', () => {
    const [before, now] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const old = new Secrets({ DATA_DIR: folder, SECRETS_KEY: before.toString('hex') });
    const sealed = old.seal('public', 'snmp_credential.sealed:1');
    const both = new Secrets({ DATA_DIR: folder, SECRETS_KEY: `${now.toString('hex')},${before.toString('base64')}` });

    expect(both.open(sealed, 'snmp_credential.sealed:1')).toBe('public');
    expect(() => old.open(both.seal('public', 'snmp_credential.sealed:1'), 'snmp_credential.sealed:1')).toThrow();
  });

  it('is read again when the file has another one by now', () => {
    const running = new Secrets({ DATA_DIR: folder });
    const sealed = running.seal('public', 'x.y:1');
    const [key] = readSealingKeys(folder, undefined);
    writeKeyFile(folder, [Buffer.alloc(32, 9), key]);
    const other = new Secrets({ DATA_DIR: folder });

    expect(running.open(other.seal('later', 'x.y:2'), 'x.y:2')).toBe('later');
    expect(running.seal('again', 'x.y:3').slice(0, 12)).toBe(other.seal('again', 'x.y:3').slice(0, 12));
    expect(other.open(sealed, 'x.y:1')).toBe('public');
    expect(readdirSync(folder)).toEqual(['secrets.key']);
  });

  it('is refused when it is too short, instead of being replaced', () => {
    writeFileSync(join(folder, 'secrets.key'), 'abcd');

    expect(() => readSealingKeys(folder, undefined)).toThrowError(/32 bytes/);
    expect(() => readSealingKeys(folder, 'abcd')).toThrowError(/SECRETS_KEY/);
  });
});
