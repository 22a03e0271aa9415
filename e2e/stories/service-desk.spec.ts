import { randomUUID } from 'node:crypto';
import type { TicketView } from '@linewatch/shared';
import { ADMIN_OF_A, ENGINEER_OF_B, furtherLineOf, NOC_OPERATOR } from '../fixtures/demo.ts';
import { Receiver } from '../fixtures/receiver.ts';
import { ServiceDesk } from '../fixtures/service-desk.ts';
import { expect, test } from '../fixtures/test.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { TicketPage } from '../pages/ticket.page.ts';
import { TokensPage } from '../pages/tokens.page.ts';

/** Events are sent each second, one after the other; the rest is a busy machine. */
const TOLD = { timeout: 30_000 };
const PATH = '/tmf621/listener';

test('a customer’s service desk files, reads and changes a ticket as TMF621 has it, and hears what becomes of it (API4)', async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const name = `服务台 ${randomUUID().slice(0, 8)}`;
  const externalId = `INC-${randomUUID().slice(0, 8)}`;
  const line = furtherLineOf(ADMIN_OF_A, 3);
  const admin = await visit(ADMIN_OF_A);
  const noc = await visit(NOC_OPERATOR);
  const rival = await visit(ENGINEER_OF_B);
  const listener = await Receiver.open();
  const { host } = new URL(listener.url);
  const desks = new DesksPage(admin.page);
  const tokens = new TokensPage(admin.page);
  try {
    // The customer's admin makes a token and says where the desk hears of its tickets.
    await tokens.open();
    const desk = new ServiceDesk(await tokens.make(name, '客户网络工程师'), 'v4');
    await desks.open();
    await desks.register(`${listener.url}${PATH}`, 'v4');
    const secret = (await desks.secret.innerText()).trim();
    await expect(desks.callback(host)).toContainText('登记后还没有事件');

    // Filed by the desk, with its own number and the circuit by its code.
    const made = await desk.create({
      ...{ description: '影像专线时断时续', severity: 'Minor', ticketType: 'incident', priority: 'Medium' },
      ...{ externalId, relatedEntity: [{ id: line.code }], note: [{ text: '电源正常' }] },
    });
    expect(made).toMatchObject({ '@type': 'TroubleTicket', externalId, status: 'acknowledged', severity: 'Minor' });
    expect(made.relatedEntity).toMatchObject([{ name: line.code, role: 'circuit', '@referredType': 'Circuit' }]);
    const told = (): string[] => desk.newsOf(made.id, listener, PATH, secret).map(({ eventType }) => eventType);
    await expect.poll(() => told()[0], TOLD).toBe('TroubleTicketCreateEvent');

    // The same ticket stands in the portal, and whoever works on it is heard at the desk.
    const seen = new TicketPage(admin.page);
    await seen.open(made.id);
    await expect(seen.facts).toContainText(externalId);
    await expect(seen.said('电源正常')).toBeVisible();
    const work = new TicketPage(noc.page);
    await work.open(made.id);
    await work.act(/^接单$/).click();
    await expect(seen.status).toHaveText('处理中');
    await expect.poll(told, TOLD).toContain('TroubleTicketStatusChangeEvent');
    await work.say('正在测试光功率');
    await expect
      .poll(async () => (await desk.read(made.id)).note?.map(({ text }) => text), TOLD)
      .toEqual(['电源正常', '正在测试光功率']);

    // Changed by the desk: its number and a word, which the portal shows without being loaded again.
    const changed = await desk.change(made.id, { externalId: `${externalId}-B`, note: [{ text: '已安排随工' }] });
    expect(changed.externalId).toBe(`${externalId}-B`);
    expect(await desk.read(made.id)).toEqual(changed);
    await expect(seen.said('已安排随工')).toBeVisible();
    await expect(seen.facts).toContainText(`${externalId}-B`);
    await work.act(/标记恢复/).click();
    await work.fill({ 故障原因: '光模块劣化', 故障段落: '接入段', 责任方: '运营商' }, /标记恢复/);
    await expect.poll(told, TOLD).toContain('TroubleTicketResolvedEvent');
    expect((await desk.change(made.id, { status: 'closed' })).status).toBe('closed');
    await expect(seen.status).toHaveText('已结束');
    const { number } = await admin.read<TicketView>(`/api/v1/tickets/${made.id}`);
    expect(made.name).toBe(number);

    // Each event came once, in its order, with the ticket as it was by then; the page shows how they went.
    const last = (): string | undefined =>
      desk.newsOf(made.id, listener, PATH, secret).at(-1)?.event.troubleTicket.status;
    await expect.poll(last, TOLD).toBe('closed');
    const ids = desk.newsOf(made.id, listener, PATH, secret).map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(ids.length);
    await desks.open();
    await expect(desks.callback(host).getByRole('row').filter({ hasText: number }).first()).toContainText('已送达');
    expect(await rival.statusOf(`/api/v1/tmf621/v4/troubleTicket/${made.id}`)).toBe(404);
  } finally {
    await desks.open();
    if ((await desks.callback(host).count()) > 0) await desks.remove(host);
    await tokens.open();
    if ((await tokens.token(name).count()) > 0) await tokens.revoke(name);
    await listener.close();
  }
});
