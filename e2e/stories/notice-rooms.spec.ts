import type { NoticeLedger, NoticeRoomList, NoticeRoomView, TicketView } from '@linewatch/shared';
import { ADMIN_OF_A, ENGINEER_OF_B, furtherLineOf } from '../fixtures/demo.ts';
import { fileTicket, takeBack } from '../fixtures/filing.ts';
import { mailsFor } from '../fixtures/mails.ts';
import { Receiver, type ReceiverAnswer } from '../fixtures/receiver.ts';
import { isSignedForDingTalk, isSignedForFeishu, isSignedWebhook } from '../fixtures/signatures.ts';
import { expect, test, type Visitor } from '../fixtures/test.ts';
import { endWaitsOf } from '../fixtures/waits.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { NoticeLedgerPage } from '../pages/notice-ledger.page.ts';
import { NoticeRoomsPage } from '../pages/notice-rooms.page.ts';

/** What comes together is gathered for 15 s; the rest is a busy machine. */
const TOLD = { timeout: 60_000 };
const FIRST_WAIT_MS = 10_000;
const FAILURES_UNTIL_OFF = 10;

const refusal = (body: object): ReceiverAnswer => ({ status: 200, body: JSON.stringify(body) });

async function roomsOf({ read }: Visitor, names: readonly string[]): Promise<NoticeRoomView[]> {
  const { items } = await read<NoticeRoomList>('/api/v1/notice-rooms');
  return items.filter(({ name }) => names.includes(name));
}

async function removeRooms(visitor: Visitor, names: readonly string[]): Promise<void> {
  for (const { id } of await roomsOf(visitor, names)) await visitor.write('DELETE', `/api/v1/notice-rooms/${id}`, {});
}

async function told({ read }: Visitor, roomId: string): Promise<NoticeLedger['items']> {
  return (await read<NoticeLedger>(`/api/v1/notices?roomId=${roomId}`)).items;
}

test('a webhook is tried, called with a signature, retried ever later, switched off with a notice, and told again (NTF2, NTF7)', async ({
  visit,
}) => {
  test.setTimeout(240_000);
  const name = '值班平台';
  const admin = await visit(ADMIN_OF_A);
  const rival = await visit(ENGINEER_OF_B);
  const machine = await Receiver.open();
  const rooms = new NoticeRoomsPage(admin.page);
  const ledger = new NoticeLedgerPage(admin.page);
  let ticket: TicketView | undefined;
  try {
    await rooms.open();
    await rooms.begin();
    await expect(rooms.ownSecret).toBeHidden();
    await rooms.add({ type: 'Webhook', name, url: `${machine.url}/hook`, kinds: ['工单受理'] });
    const secret = (await rooms.secret.innerText()).trim();

    // The button: it arrives, and nobody but us can have signed it; a machine that cannot take it is told of.
    await rooms.act(name, '发送测试').click();
    await expect(rooms.tested).toContainText('测试已送达');
    const [trial] = machine.at('/hook');
    if (trial === undefined) throw new Error('nothing arrived');
    expect(isSignedWebhook(trial, secret)).toBe(true);
    expect(isSignedWebhook({ ...trial, body: `${trial.body} ` }, secret)).toBe(false);
    machine.answer('/hook', { status: 500, body: 'out of order' });
    await rooms.act(name, '发送测试').click();
    await expect(rooms.tested).toContainText('HTTP 500');

    // Something happens while the machine is out of order: it is tried again, each time after twice as long.
    const [room] = await roomsOf(admin, [name]);
    if (room === undefined) throw new Error('there is no channel');
    const before = machine.at('/hook').length;
    ticket = await fileTicket(admin, furtherLineOf(ADMIN_OF_A, 3), 'low');
    for (let failures = 1; failures <= FAILURES_UNTIL_OFF; failures += 1) {
      const failed = async (): Promise<number> => (await roomsOf(admin, [name]))[0]?.failures ?? 0;
      await expect.poll(failed, TOLD).toBe(failures);
      const calls = machine.at('/hook').slice(before);
      expect(calls.length).toBe(failures);
      const [delivery] = await told(admin, room.id);
      expect([delivery?.attempts, delivery?.failure === null]).toEqual([failures, false]);
      if (failures === FAILURES_UNTIL_OFF) continue;
      const waits = Date.parse(delivery?.nextTryAt ?? '') - (calls.at(-1)?.at ?? 0);
      expect(waits).toBeGreaterThanOrEqual(FIRST_WAIT_MS * 2 ** (failures - 1));
      endWaitsOf(room.id);
    }
    const tries = machine.at('/hook').slice(before);
    expect(tries.every((call) => isSignedWebhook(call, secret))).toBe(true);
    const ids = new Set(tries.map(({ headers }) => headers['webhook-id']));
    expect(ids.size).toBe(1);
    expect(
      machine
        .at('/hook')
        .slice(0, before)
        .some(({ headers }) => ids.has(headers['webhook-id'])),
    ).toBe(false);

    // Switched off, which stands on the page and lies in the admin's box.
    await rooms.open();
    await expect(rooms.room(name)).toContainText('自动停用');
    const heard = async (): Promise<boolean> =>
      (await mailsFor(ADMIN_OF_A.email)).some(({ subject }) => subject === `通知渠道已停用：${name}`);
    await expect.poll(heard, TOLD).toBe(true);

    // The log: each message with its channel, its state and its tries. What failed is sent again by a press.
    const { number } = ticket;
    await ledger.open();
    const failed = ledger.row(number, name);
    await expect(failed).toContainText('Webhook');
    await expect(failed).toContainText('失败');
    await expect(failed.getByRole('cell', { name: String(FAILURES_UNTIL_OFF), exact: true })).toBeVisible();
    await expect(ledger.row(number, ADMIN_OF_A.name, '邮件')).toContainText('已送达');
    await expect(ledger.row(number, ADMIN_OF_A.name, '站内')).toHaveCount(1);
    machine.answer('/hook');
    await rooms.open();
    await rooms.act(name, '启用').click();
    await expect(rooms.act(name, '停用')).toBeVisible();
    await rooms.openLog(name);
    await ledger.sendAgain(ledger.row(number, '失败'));
    await expect.poll(async () => (await told(admin, room.id))[0]?.state, TOLD).toBe('SENT');
    await ledger.open();
    await expect(ledger.row(number, name)).toContainText('已送达');
    expect(machine.at('/hook').at(-1)?.headers['webhook-id']).toBe([...ids][0]);
    expect(machine.at('/hook').length).toBe(before + FAILURES_UNTIL_OFF + 1);
    expect(JSON.stringify(await rival.read('/api/v1/notices/own'))).not.toContain(number);
  } finally {
    if (ticket !== undefined) await takeBack(admin, ticket);
    await removeRooms(admin, [name]);
    await machine.close();
  }
});

test('robots of 企业微信, 钉钉 and 飞书 take what is signed for them, and an error code is a failure (NTF4)', async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const admin = await visit(ADMIN_OF_A);
  const chats = await Receiver.open();
  const robots = [
    { type: '企业微信', name: '网络群', path: '/wecom', error: { errcode: 93000, errmsg: 'invalid webhook url' } },
    { type: '钉钉', name: '值班群', path: '/dingtalk', secret: 'SEC-of-the-shift', error: { errcode: 310000 } },
    { type: '飞书', name: '分行群', path: '/feishu', secret: 'secret-of-branches', error: { code: 19021 } },
  ] as const;
  const names = robots.map(({ name }) => name);
  const rooms = new NoticeRoomsPage(admin.page);
  let ticket: TicketView | undefined;
  const check = (): void => {
    const [wecom, dingtalk, feishu] = robots.map(({ path }) => chats.at(path).at(-1));
    if (wecom === undefined || dingtalk === undefined || feishu === undefined) throw new Error('a robot heard nothing');
    for (const { body } of [wecom, dingtalk]) {
      expect(JSON.parse(body)).toMatchObject({ msgtype: 'text', text: { content: expect.any(String) } });
    }
    expect(JSON.parse(feishu.body)).toMatchObject({ msg_type: 'text', content: { text: expect.any(String) } });
    expect(isSignedForDingTalk(dingtalk, 'SEC-of-the-shift')).toBe(true);
    expect(isSignedForDingTalk(dingtalk, 'another secret')).toBe(false);
    expect(isSignedForFeishu(feishu, 'secret-of-branches')).toBe(true);
    expect(isSignedForFeishu(feishu, 'another secret')).toBe(false);
  };
  try {
    await rooms.open();
    for (const { type, name, path, ...more } of robots) {
      const secret = 'secret' in more ? { secret: more.secret } : {};
      await rooms.add({ type, name, url: `${chats.url}${path}`, kinds: ['工单受理'], ...secret });
      await rooms.act(name, '发送测试').click();
      await expect(rooms.tested).toContainText('测试已送达');
    }
    check();

    // 200 and an error code: not delivered, as the page says with the code.
    for (const { name, path, error } of robots) {
      chats.answer(path, refusal(error));
      await rooms.act(name, '发送测试').click();
      const code = 'errcode' in error ? error.errcode : error.code;
      await expect(rooms.tested).toHaveText(new RegExp(`测试没有送达：\\s*机器人返回错误码 ${code}`));
    }

    // A ticket is told of in all three chats; the one that refuses it counts as failed and is tried again.
    for (const { path } of robots.slice(1)) chats.answer(path);
    ticket = await fileTicket(admin, furtherLineOf(ADMIN_OF_A, 3), 'low');
    const made = await roomsOf(admin, names);
    const idOf = (name: string): string => made.find((room) => room.name === name)?.id ?? '';
    const stateOf = async (name: string): Promise<string> => {
      const [delivery] = await told(admin, idOf(name));
      return `${delivery?.state ?? ''} ${String(delivery?.attempts ?? 0)} ${delivery?.failure ?? ''}`.trim();
    };
    await expect.poll(() => stateOf('网络群'), TOLD).toBe('WAITING 1 errcode-93000');
    for (const name of names.slice(1)) await expect.poll(() => stateOf(name), TOLD).toBe('SENT 1');
    check();
    for (const { path } of robots) expect(chats.at(path).at(-1)?.body).toContain(ticket.number);

    await rooms.openLog('网络群');
    const row = new NoticeLedgerPage(admin.page).row(ticket.number);
    await expect(row).toContainText('错误码 93000');
    await expect(row).toContainText('下次');
    chats.answer('/wecom');
    await expect.poll(async () => (await roomsOf(admin, ['网络群']))[0]?.failures, TOLD).toBe(1);
    endWaitsOf(idOf('网络群'));
    await expect.poll(() => stateOf('网络群'), TOLD).toBe('SENT 2');
  } finally {
    if (ticket !== undefined) await takeBack(admin, ticket);
    await removeRooms(admin, names);
    await chats.close();
  }
});

test('what is filled in for channels and callbacks fits on a phone', async ({ visit }) => {
  const { page } = await visit(ADMIN_OF_A);
  await page.setViewportSize({ width: 390, height: 844 });
  const rooms = new NoticeRoomsPage(page);
  const desks = new DesksPage(page);
  const width = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
  await rooms.open();
  await rooms.begin();
  expect(await width()).toBe(390);
  await desks.open();
  await desks.begin();
  expect(await width()).toBe(390);
});
