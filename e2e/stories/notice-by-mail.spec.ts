import type { AccountView, CircuitPage, FaultPage, NoticeLedger } from '@linewatch/shared';
import { ADMIN_OF_A, ENGINEER_OF_A, ENGINEER_OF_B, furtherLineOf, plainLinesAt } from '../fixtures/demo.ts';
import { mailsFor, type ReceivedMail } from '../fixtures/mails.ts';
import { expect, test } from '../fixtures/test.ts';

/** An alarm is held for 30 s before it is raised and for 60 s before it is cleared; the rest is a busy machine. */
const RAISED = { timeout: 150_000 };
const CLEARED = { timeout: 180_000 };
/** From the fault to the mail (NTF1). */
const MAILED = { timeout: 30_000 };

test('a port goes down: within half a minute a mail lies in the boxes of its owners, and in nobody else’s', async ({
  visit,
  practice,
}) => {
  test.setTimeout(300_000);
  const { code } = furtherLineOf(ENGINEER_OF_A, 0);
  const [a, admin, b] = [await visit(ENGINEER_OF_A), await visit(ADMIN_OF_A), await visit(ENGINEER_OF_B)];
  const before = await admin.read<AccountView>('/api/v1/account');
  await admin.write('PATCH', '/api/v1/account', { language: 'en', timeZone: 'Europe/Berlin' });
  const { items } = await a.read<CircuitPage>('/api/v1/circuits');
  const circuitId = items.find((row) => row.code === code)?.id ?? '';
  const faults = async (show: string): Promise<FaultPage['items']> =>
    (await a.read<FaultPage>(`/api/v1/faults?show=${show}&circuitId=${circuitId}`)).items;
  const known = new Set((await faults('past')).map(({ id }) => id));

  try {
    await practice.perform({ do: 'down', circuit: code, end: 'Z' });
    await expect.poll(async () => (await faults('open')).length, RAISED).toBe(1);
    const [fault] = await faults('open');
    const about = async (email: string): Promise<ReceivedMail[]> =>
      (await mailsFor(email)).filter(({ text }) => text.includes(`/faults/${fault?.id ?? ''}`));
    const told = async (email: string): Promise<number> => (await about(email)).length;
    await expect.poll(() => told(ENGINEER_OF_A.email), MAILED).toBe(1);
    await expect.poll(() => told(ADMIN_OF_A.email), MAILED).toBe(1);

    // Each in their own language and by their own clock, as text and as HTML, with the way to the fault.
    const [inChinese] = await about(ENGINEER_OF_A.email);
    expect(inChinese?.subject).toContain('故障');
    expect(inChinese?.subject).toContain(code);
    expect(inChinese?.text).toContain('Asia/Shanghai');
    const [inEnglish] = await about(ADMIN_OF_A.email);
    expect(inEnglish?.subject).toMatch(/^Fault: /);
    expect(inEnglish?.text).toContain('Europe/Berlin');
    expect(inEnglish?.html).toContain(`/faults/${fault?.id ?? ''}"`);
    await a.page.goto(/https?:\/\/\S+\/faults\/\S+/.exec(inChinese?.text ?? '')?.[0] ?? '');
    await expect(a.page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(a.page.getByRole('main')).toContainText(code);
  } finally {
    await practice.perform({ do: 'up', circuit: code, end: 'Z' });
    await admin.write('PATCH', '/api/v1/account', { language: before.language, timeZone: before.timeZone });
  }

  // One cause, one message of each kind, however often it was looked at meanwhile (NTF8).
  const mine = async (): Promise<string[]> => (await mailsFor(ENGINEER_OF_A.email)).map(({ subject }) => subject);
  const ofLine = async (): Promise<string[]> => (await mine()).filter((subject) => subject.includes(code));
  await expect.poll(async () => (await ofLine()).some((subject) => subject.startsWith('故障恢复')), CLEARED).toBe(true);
  expect((await ofLine()).filter((subject) => subject.startsWith('故障：')).length).toBe(1);
  const over = (await faults('past')).filter(({ id }) => !known.has(id));
  expect(over.length).toBe(1);

  // The log says so too, and the other customer has neither mail nor line of it.
  const log = await admin.read<NoticeLedger>('/api/v1/notices?limit=200');
  const sent = log.items.filter(({ object, way }) => object.id === over[0]?.id && way === 'mail');
  expect(sent.map(({ state }) => state)).not.toContain('FAILED');
  expect(sent.length).toBeGreaterThan(1);
  expect(JSON.stringify(await mailsFor(ENGINEER_OF_B.email))).not.toContain(code);
  expect(JSON.stringify(await b.read('/api/v1/notices/own'))).not.toContain(over[0]?.id ?? code);
});

test('lines that drop together are one message with a line for each of them (NTF8)', async ({ visit, practice }) => {
  test.setTimeout(300_000);
  // As many as hang on one device of the demo; twenty are told of in the same way.
  const lines = plainLinesAt(ENGINEER_OF_A, 'HY-IP-01');
  expect(lines.length).toBeGreaterThan(2);
  const a = await visit(ENGINEER_OF_A);
  const known = new Set((await mailsFor(ENGINEER_OF_A.email)).map(({ text }) => text));
  const heard = async (): Promise<ReceivedMail[]> =>
    (await mailsFor(ENGINEER_OF_A.email)).filter(
      ({ subject, text }) =>
        subject.startsWith('故障：') && !known.has(text) && lines.some(({ code }) => text.includes(code)),
    );
  try {
    for (const { code, end } of lines) await practice.perform({ do: 'down', circuit: code, end });
    await expect.poll(async () => (await heard()).length, RAISED).toBeGreaterThan(0);
    const open = async (): Promise<number> => {
      const { items } = await a.read<FaultPage>('/api/v1/faults?show=open');
      return items.filter(({ circuit }) => lines.some(({ code }) => code === circuit.code)).length;
    };
    await expect.poll(open, RAISED).toBe(lines.length);
    // What would come apart comes with the same breath: one mail, a line for each.
    const [mail, ...others] = await heard();
    expect(mail?.subject).toBe(`故障：${lines.length} 条电路`);
    for (const { code } of lines) expect(mail?.text).toContain(code);
    expect(others).toEqual([]);
    await a.page.goto('/notices');
    const notice = a.page
      .getByRole('article')
      .filter({ hasText: mail?.subject ?? '' })
      .first();
    await expect(notice.locator('.lines').getByRole('listitem')).toHaveCount(lines.length);
  } finally {
    for (const { code, end } of lines) await practice.perform({ do: 'up', circuit: code, end });
  }
});
