import { createHash, randomUUID } from 'node:crypto';
import { EvidencePack, EvidencePacks, type SlaLedger } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { aPng } from '../../testing/pictures.js';
import { textOfPdf } from '../../testing/read-documents.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aContractedLine, aSpecification, type ContractedLine, tellHistory } from '../../testing/test-sla.builder.js';
import { acted, aFiledTicket, aRestoration } from '../../testing/test-ticket.builder.js';
import { EvidenceMaker, verifyEvidence } from './index.js';
import { zipParts } from './zip-parts.js';

const PATIENCE_MS = 180_000;
const MINUTE = 60_000;
const NEVER = new AbortController().signal;
const NOW = Date.parse('2026-12-10T12:00:00+08:00');
const DOWN = Date.parse('2026-11-10T10:00:00+08:00');
const DATES = { from: '2026-11-01', to: '2026-11-30' };

describe('packs of evidence', () => {
  const clock = new ManualClock(NOW);
  let api: TestApi;
  let line: ContractedLine;
  let manager: TestClient;
  let path: string;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  beforeEach(async () => {
    line = await aContractedLine(api.database);
    path = `/api/v1/circuits/${line.circuitId}/evidence`;
    manager = await api.signedIn({ role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    const admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    await ok(admin.post('/api/v1/sla/specifications', aSpecification(line.contractId)));
    await tellHistory(api, line, Date.parse('2026-10-01T00:00:00+08:00'), [
      { status: 'failed', from: DOWN, to: DOWN + 13 * MINUTE },
    ]);
  }, PATIENCE_MS);

  afterAll(() => api.close());

  async function ok<Body>(answer: Promise<{ status: number; body: unknown }>): Promise<Body> {
    const { status, body } = await answer;
    expect(status).withContext(JSON.stringify(body)).toBeLessThan(300);
    return body as Body;
  }
  const work = (): Promise<void> => api.app.get(EvidenceMaker, { strict: false }).work(NEVER);
  const packs = async (): Promise<EvidencePacks> => EvidencePacks.parse(await ok(manager.get(path)));

  async function made(): Promise<{ readonly pack: EvidencePack; readonly zip: Buffer; readonly fingerprint: string }> {
    const { id } = EvidencePack.parse(await ok(manager.post(path, { dates: DATES })));
    await work();
    const { items, fingerprint } = await packs();
    const pack = items.find((each) => each.id === id);
    if (pack === undefined) throw new Error('the pack is not listed');
    expect(pack.state).toBe('ready');
    const answer = await fetch(new URL(`${path}/${id}/file`, manager.url), {
      headers: { Cookie: manager.cookie ?? '' },
    });
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    return { pack, zip: Buffer.from(await answer.arrayBuffer()), fingerprint };
  }

  it(
    'hold what the ledger, the outages, the tickets and the notices say, signed',
    async () => {
      const ticket = await aTicket(api, line, 'Hello =1+1', 'kept among us');
      const { pack, zip, fingerprint } = await made();

      const { faults, manifest, fingerprint: signedBy } = verifyEvidence(zip, fingerprint);
      const parts = zipParts(zip);
      const text = (name: string): string => parts.get(name)?.toString('utf8') ?? '';
      expect(faults).toEqual([]);
      expect(signedBy).toBe(fingerprint);
      expect(pack.sha256).toBe(createHash('sha256').update(zip).digest('hex'));
      expect(manifest.files.map(({ name }) => name)).toEqual([
        ...['cover-zh-CN.pdf', 'cover-en.pdf'],
        ...['samples-A.csv', 'samples-Z.csv', 'outages.csv', 'ledger-2026-11.json', 'tickets.csv', 'ticket-trail.csv'],
        ...['notices.csv', 'method.txt'],
      ]);
      expect(text('outages.csv')).toContain('2026-11-10T02:00:00.000Z,2026-11-10T02:13:00.000Z');
      // Nobody has judged it, and so its ticket's word stands beside it.
      expect(text('outages.csv')).toContain(`,UNKNOWN,,,${ticket},OPERATOR,${new Date(NOW).toISOString()}`);
      const month = `/api/v1/circuits/${line.circuitId}/sla?month=2026-11`;
      const { hash } = await ok<SlaLedger>(manager.get(month));
      expect(manifest.files.find(({ name }) => name === 'ledger-2026-11.json')?.sha256).toBe(hash);
      expect(text('tickets.csv')).toContain(ticket);
      expect(text('ticket-trail.csv')).toContain('Hello =1+1');
      expect(text('ticket-trail.csv')).not.toContain('kept among us');
      expect(text('method.txt')).toContain('合同可用率');
      const covers = ['cover-zh-CN.pdf', 'cover-en.pdf'].map((name) => textOfPdf(parts.get(name) ?? Buffer.alloc(0)));
      for (const cover of covers) {
        expect(cover).toContain('2026-11-01 – 2026-11-30');
        for (const { name } of manifest.files.slice(2)) expect(cover).toContain(name);
      }
      expect(covers[0]).toContain('当月 SLA 账本');
    },
    PATIENCE_MS,
  );

  it(
    'have the logo and the colour of the operator on their cover',
    async () => {
      const admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
      const { version } = await ok<{ version: number }>(admin.get('/api/v1/brand'));
      await ok(admin.put('/api/v1/brand', { accent: '#7a1f5c', logo: aPng(120, 40).toString('base64'), version }));
      const cover = zipParts((await made()).zip).get('cover-en.pdf') ?? Buffer.alloc(0);
      expect(cover.includes('/Subtype /Image')).toBeTrue();
      expect(textOfPdf(cover)).not.toContain('Linewatch');
    },
    PATIENCE_MS,
  );

  it(
    'show every change that was made to them',
    async () => {
      const { zip, fingerprint } = await made();
      expect(verifyEvidence(zip, 'another').faults).toEqual(['it was signed with another key']);
      const at = zip.indexOf('outages.csv');
      const changed = Buffer.from(zip);
      changed.write('outages.cSv', at);
      changed.write('outages.cSv', zip.lastIndexOf('outages.csv'));

      expect(verifyEvidence(changed, fingerprint).faults).toEqual([
        'outages.csv is missing',
        'outages.cSv is in no manifest',
      ]);
      expect(() => verifyEvidence(Buffer.from('hello'))).toThrowError('this is no ZIP file');
      expect(() => verifyEvidence(zip.subarray(0, 200))).toThrowError();
    },
    PATIENCE_MS,
  );

  it(
    'are for who serves or runs the whole customer, and for nobody else',
    async () => {
      const { pack } = await made();
      const other = await aContractedLine(api.database);
      const rival = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: other.customerId });
      const branch = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'SITE', scopeId: line.siteA });
      const viewer = await api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: line.customerId });

      for (const client of [rival, branch]) {
        expect(codeOf(await client.get(path))).toBe('circuit.not-found');
        expect(codeOf(await client.post(path, { dates: DATES }))).toBe('circuit.not-found');
        expect(codeOf(await client.get(`${path}/${pack.id}/file`))).toBe('evidence.not-found');
        const own = `/api/v1/circuits/${other.circuitId}/evidence/${pack.id}/file`;
        expect(codeOf(await client.get(own))).toBe('evidence.not-found');
      }
      expect(codeOf(await viewer.get(path))).toBe('session.forbidden');
    },
    PATIENCE_MS,
  );

  it(
    'are of days that were, and few enough',
    async () => {
      for (const dates of [
        { from: '2026-11-02', to: '2026-11-01' },
        { from: '2026-01-01', to: '2026-11-01' },
        { from: '2026-12-11', to: '2026-12-12' },
        { from: '2026-02-30', to: '2026-03-01' },
      ]) {
        expect(codeOf(await manager.post(path, { dates })))
          .withContext(dates.from)
          .toBe('request.invalid');
      }
      for (let n = 0; n < 3; n += 1) await ok(manager.post(path, { dates: DATES }));
      expect(codeOf(await manager.post(path, { dates: DATES }))).toBe('request.invalid');
    },
    PATIENCE_MS,
  );

  it(
    'are made by the next maker when one died, and given up when they take down every one',
    async () => {
      const { id } = EvidencePack.parse(await ok(manager.post(path, { dates: DATES })));
      const left = (attempts: number) =>
        api.database.transaction((tx) =>
          tx.execute("UPDATE evidence_pack SET state = 'generating', attempts = ? WHERE id = ?", [attempts, id]),
        );
      await left(1);
      await work();
      expect((await packs()).items[0]?.state).toBe('ready');
      await left(3);
      await work();
      expect((await packs()).items[0]?.state).toBe('failed');
    },
    PATIENCE_MS,
  );
});

/** A ticket about the line, with a note that its customer reads and one that it does not. @returns its number */
async function aTicket(api: TestApi, line: ContractedLine, said: string, kept: string): Promise<string> {
  const customer = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: line.customerId });
  const { id, number } = await aFiledTicket(customer, line.circuitId);
  await api.database.transaction((tx) => {
    const columns = ['id', 'ticket_id', 'at', 'visibility', 'body', 'role'];
    const note = (visibility: string, body: string) => [randomUUID(), id, NOW, visibility, body, 'NOC_OPERATOR'];
    return tx.insertMany('ticket_note', columns, ['id'], [note('CUSTOMER', said), note('INTERNAL', kept)]);
  });
  // It was filed while the days of the pack lasted.
  await api.database.transaction((tx) => tx.execute('UPDATE ticket SET reported_at = ? WHERE id = ?', [DOWN, id]));
  const noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
  await acted(noc, id, 'accept');
  await acted(noc, id, 'resolve', aRestoration(NOW));
  return number;
}
