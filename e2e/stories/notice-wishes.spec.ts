import type {
  CircuitPage,
  NoticeDeliveryView,
  NoticeLedger,
  NoticeRoomList,
  SessionView,
  TicketView,
} from '@linewatch/shared';
import { ADMIN_OF_A, ENGINEER_OF_A, furtherLineOf } from '../fixtures/demo.ts';
import { fileTicket, takeBack } from '../fixtures/filing.ts';
import { SMS_SIGN, SMS_TEMPLATE } from '../fixtures/global-setup.ts';
import { mailsFor } from '../fixtures/mails.ts';
import { OwnWishes } from '../fixtures/own-wishes.ts';
import { Receiver } from '../fixtures/receiver.ts';
import { smsFor } from '../fixtures/sms.ts';
import { expect, test } from '../fixtures/test.ts';
import { endWaitsOf } from '../fixtures/waits.ts';
import { AccountPage } from '../pages/account.page.ts';
import { NoticeLedgerPage } from '../pages/notice-ledger.page.ts';
import { NoticeRoomsPage } from '../pages/notice-rooms.page.ts';
import { NoticeWishesPage } from '../pages/notice-wishes.page.ts';

/** An alarm is held for 30 s before it is raised and for 60 s before it is cleared; the rest is a busy machine. */
const RAISED = { timeout: 120_000 };
const CLEARED = { timeout: 150_000 };
/** What comes together is gathered for 15 s. */
const TOLD = { timeout: 60_000 };
const LONGEST_SMS = 70;

/** Somewhere it is night: by eight hours apart, and by no summer time. */
const ZONES = ['Asia/Shanghai', 'Africa/Abidjan', 'Pacific/Pitcairn'] as const;

function clockIn(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at);
}

/** A zone in which it is between ten at night and six in the morning. */
function zoneAtNight(): string {
  const found = ZONES.find((zone) => {
    const hour = Number(clockIn(zone, Date.now()).slice(0, 2));
    return hour >= 22 || hour < 6;
  });
  if (found === undefined) throw new Error('it is night nowhere');
  return found;
}

async function subjectsTo(email: string, text: string): Promise<string[]> {
  return (await mailsFor(email)).filter((mail) => mail.text.includes(text)).map(({ subject }) => subject);
}

test('who chose two circuits, a person or a channel, hears of them going down and coming back, and of a third nothing (NTF5)', async ({
  visit,
  practice,
}) => {
  test.setTimeout(420_000);
  const [one, two, third] = [4, 5, 7].map((place) => furtherLineOf(ENGINEER_OF_A, place));
  if (one === undefined || two === undefined || third === undefined) throw new Error('the demo has too few lines');
  const a = await visit(ENGINEER_OF_A);
  const admin = await visit(ADMIN_OF_A);
  const machine = await Receiver.open();
  const room = '两条专线的值班平台';
  const before = await OwnWishes.of(a);
  const known = new Set((await mailsFor(ENGINEER_OF_A.email)).map(({ text }) => text));
  /** Of this story alone. */
  const heard = async (code: string): Promise<string[]> =>
    (await mailsFor(ENGINEER_OF_A.email))
      .filter(({ text }) => !known.has(text) && text.includes(code))
      .map(({ subject }) => subject);
  const colleague = async (kind: string): Promise<boolean> =>
    (await subjectsTo(ADMIN_OF_A.email, third.code)).some((subject) => subject.startsWith(kind));
  try {
    const wishes = new NoticeWishesPage(a.page);
    await wishes.open();
    await wishes.beginAnew();
    await wishes.chooseCircuits([one.code, two.code]);
    for (const kind of ['故障发生', '故障恢复']) await wishes.tell(kind, '邮件');
    await wishes.save();
    const rooms = new NoticeRoomsPage(admin.page);
    await rooms.open();
    const url = `${machine.url}/hook`;
    await rooms.add({
      type: 'Webhook',
      name: room,
      url,
      kinds: ['故障发生', '故障恢复'],
      circuits: [one.code, two.code],
    });
    await expect(rooms.room(room)).toContainText('2 条电路');

    try {
      for (const { code } of [third, one]) await practice.perform({ do: 'down', circuit: code, end: 'Z' });
      await expect.poll(async () => (await heard(one.code)).length, RAISED).toBe(1);
      await expect.poll(() => colleague('故障：'), RAISED).toBe(true);
    } finally {
      for (const { code } of [third, one]) await practice.perform({ do: 'up', circuit: code, end: 'Z' });
    }
    await expect.poll(async () => (await heard(one.code)).length, CLEARED).toBe(2);
    await expect.poll(() => colleague('故障恢复：'), CLEARED).toBe(true);
    expect((await heard(one.code)).map((subject) => subject.split('：')[0])).toEqual(['故障', '故障恢复']);
    expect(await heard(third.code)).toEqual([]);
    expect(await heard(two.code)).toEqual([]);
    const called = (code: string): number => machine.at('/hook').filter(({ body }) => body.includes(code)).length;
    await expect.poll(() => called(one.code), TOLD).toBe(2);
    expect([called(two.code), called(third.code)]).toEqual([0, 0]);

    // What it hears is changed on the same page, to the lines of a site.
    const [site] = (await admin.read<CircuitPage>('/api/v1/circuits')).sites;
    await rooms.open();
    await rooms.limitToSite(room, site?.nameZh ?? '');
    await expect(rooms.room(room)).toContainText('1 个站点的电路');
  } finally {
    const { items } = await admin.read<NoticeRoomList>('/api/v1/notice-rooms');
    for (const { id, name } of items) if (name === room) await admin.write('DELETE', `/api/v1/notice-rooms/${id}`, {});
    await machine.close();
    await before.putBack();
  }
});

test('in quiet hours the small waits for the morning and comes as one, the critical does not wait (NTF6)', async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const a = await visit(ENGINEER_OF_A);
  const admin = await visit(ADMIN_OF_A);
  const { userId } = await a.read<SessionView>('/api/v1/session');
  const before = await OwnWishes.of(a);
  const filed: TicketView[] = [];
  const told = async ({ id }: TicketView): Promise<NoticeDeliveryView[]> =>
    (await admin.read<NoticeLedger>('/api/v1/notices?limit=200')).items.filter(
      ({ object, way, receiver }) => object.id === id && way === 'mail' && receiver === ENGINEER_OF_A.name,
    );
  try {
    const zone = zoneAtNight();
    const account = new AccountPage(a.page);
    await account.open();
    await account.chooseZone(zone);
    await expect(account.saved).toBeVisible();
    const wishes = new NoticeWishesPage(a.page);
    await wishes.open();
    await wishes.beginAnew();
    await wishes.tell('工单受理', '邮件');
    await wishes.keepQuiet('22:00', '07:00');
    await wishes.save();

    const place = (index: number): ReturnType<typeof furtherLineOf> => furtherLineOf(ADMIN_OF_A, index);
    filed.push(await fileTicket(admin, place(3), 'low'));
    filed.push(await fileTicket(admin, place(8), 'low'));
    filed.push(await fileTicket(admin, place(9), 'high'));
    const [small, another, critical] = filed;
    if (small === undefined || another === undefined || critical === undefined) throw new Error('nothing was filed');
    expect([small.priority, another.priority, critical.priority]).toEqual(['P3', 'P3', 'P1']);

    await expect.poll(() => subjectsTo(ENGINEER_OF_A.email, critical.number), TOLD).toHaveLength(1);
    for (const ticket of [small, another]) {
      await expect.poll(async () => (await told(ticket)).map(({ state }) => state), TOLD).toEqual(['HELD']);
      const [held] = await told(ticket);
      expect(clockIn(zone, Date.parse(held?.nextTryAt ?? ''))).toBe('07:00');
      expect(await subjectsTo(ENGINEER_OF_A.email, ticket.number)).toEqual([]);
    }
    const ledger = new NoticeLedgerPage(admin.page);
    await ledger.open();
    await expect(ledger.row(small.number, ENGINEER_OF_A.name, '邮件')).toContainText('免打扰');

    endWaitsOf(userId);
    for (const { number } of [small, another]) {
      const digest = async (): Promise<string[]> => subjectsTo(ENGINEER_OF_A.email, number);
      await expect.poll(digest, TOLD).toEqual(['夜间通知汇总：2 条']);
    }
    expect(await subjectsTo(ENGINEER_OF_A.email, critical.number)).toHaveLength(1);
  } finally {
    await before.putBack();
    for (const ticket of filed) await takeBack(admin, ticket);
  }
});

test('an SMS is one of seventy characters, with the sign and the template of the gateway (NTF3)', async ({ visit }) => {
  test.setTimeout(120_000);
  const phone = '+8613912345678';
  const a = await visit(ENGINEER_OF_A);
  const admin = await visit(ADMIN_OF_A);
  const before = await OwnWishes.of(a);
  let ticket: TicketView | undefined;
  try {
    const wishes = new NoticeWishesPage(a.page);
    await wishes.open();
    await wishes.beginAnew();
    await wishes.tell('工单受理', '短信');
    await wishes.phone.fill(phone);
    await wishes.save();

    ticket = await fileTicket(admin, furtherLineOf(ADMIN_OF_A, 3), 'high');
    await expect.poll(async () => (await smsFor(phone)).length, TOLD).toBe(1);
    const [sms] = await smsFor(phone);
    expect(sms).toMatchObject({ sign: SMS_SIGN, templateId: SMS_TEMPLATE, authorization: 'Bearer key of the stories' });
    expect(sms?.text).toContain(ticket.number);
    expect(sms?.text).toMatch(/\p{Script=Han}/u);
    expect(`【${SMS_SIGN}】${sms?.text ?? ''}`.length).toBeLessThanOrEqual(LONGEST_SMS);
    const ledger = new NoticeLedgerPage(admin.page);
    await ledger.open();
    await expect(ledger.row(ticket.number, ENGINEER_OF_A.name, '短信')).toContainText('已送达');
  } finally {
    await before.putBack();
    if (ticket !== undefined) await takeBack(admin, ticket);
  }
});
