import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates, TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { readEnv } from '../../config/env.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { readOwnCertificate } from './own-certificate.js';

const run = promisify(execFile);
/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

describe('the way to an API with a certificate of its own', () => {
  let folder: string;
  let files: { TLS_CERT_FILE: string; TLS_KEY_FILE: string };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'own-certificate-'));
    files = { TLS_CERT_FILE: join(folder, 'certificate.pem'), TLS_KEY_FILE: join(folder, 'key.pem') };
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    const named = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    await run('openssl', [
      ...['req', '-x509', ...kind, ...named],
      ...['-keyout', files.TLS_KEY_FILE, '-out', files.TLS_CERT_FILE],
    ]);
  }, PATIENCE_MS);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  describe('that runs', () => {
    let api: TestApi;

    beforeAll(async () => {
      api = await startTestApi({ env: files });
    }, PATIENCE_MS);

    afterAll(() => api.close());

    /** @returns status and version of TLS, or why there was no answer */
    async function asked(ca: string, protocol = 'https:'): Promise<string> {
      const { port } = new URL(api.url);
      const path = `//localhost:${port}/api/health/live`;
      if (protocol === 'http:') return fetch(`http:${path}`).then(String, () => 'no answer');
      return new Promise((resolve) => {
        get(`https:${path}`, { ca, agent: false, family: 4 }, (answer) => {
          const { socket } = answer;
          answer.resume();
          resolve(`${String(answer.statusCode)} ${socket instanceof TLSSocket ? (socket.getProtocol() ?? '') : ''}`);
        }).on('error', (error) => {
          resolve(error.message);
        });
      });
    }

    it('is encrypted, for whoever trusts the certificate, and for nobody without', async () => {
      expect(api.url).toMatch(/^https:/);
      const ca = await readFile(files.TLS_CERT_FILE, 'utf8');
      // By whichever of its doors.
      const answers = await Promise.all(Array.from({ length: 20 }, () => asked(ca)));
      expect(new Set(answers)).toEqual(new Set(['200 TLSv1.3']));
      expect(await asked(rootCertificates[0] ?? '')).toMatch(/self-signed|certificate/);
      expect(await asked('', 'http:')).toBe('no answer');
    });
  });

  it('is not begun with half of what it takes', () => {
    for (const half of [{ TLS_CERT_FILE: files.TLS_CERT_FILE }, { TLS_KEY_FILE: files.TLS_KEY_FILE }]) {
      expect(() => readEnv(half)).toThrowError(/TLS_CERT_FILE and TLS_KEY_FILE/);
    }
    expect(readOwnCertificate(readEnv({}))).toBeUndefined();
  });

  it('is not begun with files that are gone, or no certificate and its key, and the reason tells nothing of them', async () => {
    const own = (change: object): unknown => readOwnCertificate(readEnv({ ...files, ...change }));
    expect(() => own({ TLS_KEY_FILE: join(folder, 'gone.pem') })).toThrowError(
      /^TLS_KEY_FILE .*gone\.pem cannot be read\.$/,
    );
    const other = join(folder, 'other.pem');
    await writeFile(other, rootCertificates[0] ?? '');
    for (const wrong of [{ TLS_CERT_FILE: other }, { TLS_KEY_FILE: other }]) {
      expect(() => own(wrong)).toThrowError('TLS_CERT_FILE and TLS_KEY_FILE are no certificate (PEM) and its key.');
    }
  });
});
