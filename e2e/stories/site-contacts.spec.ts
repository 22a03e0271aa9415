import { ADMIN_OF_A, ENGINEER_OF_A, furtherLineOf, NOC_OPERATOR } from '../fixtures/demo.ts';
import { idOf, takeBack } from '../fixtures/filing.ts';
import { expect, test } from '../fixtures/test.ts';
import { CustomerPage } from '../pages/customer.page.ts';
import { ReportPage } from '../pages/report.page.ts';
import { TicketPage } from '../pages/ticket.page.ts';

test('the contact and the hours that a customer keeps of its site stand in the next dispatch (SLF3)', async ({
  visit,
}) => {
  test.setTimeout(120_000);
  const line = furtherLineOf(ENGINEER_OF_A, 3);
  const site = line.ends.find(({ side }) => side === 'Z')?.site ?? '';
  const contact = { 姓名: '罗建军（夜班）', 电话: '0736-7251199' };
  const admin = await visit(ADMIN_OF_A);
  const a = await visit(ENGINEER_OF_A);
  const noc = await visit(NOC_OPERATOR);
  const papers = new CustomerPage(admin.page);
  let filed: string | undefined;
  try {
    await papers.openOwn();
    const name = (await papers.sites.filter({ hasText: site }).locator('strong').innerText()).trim();
    await papers.addContact(contact, name);
    await papers.setAccessHours(site, '工作日 9:00–17:00');
    await expect(papers.contacts.filter({ hasText: contact['姓名'] })).toContainText(contact['电话']);

    // Nobody types what is known.
    await a.page.goto(`/circuits/${await idOf(a, line)}`);
    const report = new ReportPage(a.page);
    await report.beginFromCircuit();
    await report.chooseSymptom(/时断时续/);
    const mine = new TicketPage(a.page);
    await report.sendOrInsist(mine.filed);
    filed = await mine.id();
    await expect(mine.facts).toContainText(`${contact['姓名']} ${contact['电话']}`);
    await expect(mine.facts).toContainText('工作日 9:00–17:00');

    // The hours are changed once more before anybody is sent.
    await papers.setAccessHours(site, '每天 18:00–22:00，提前一小时电话');
    const desk = new TicketPage(noc.page);
    await desk.open(filed);
    await desk.act(/^派单$/).click();
    await desk.fill({ 工作组: '传输' }, /^派单$/);
    const order = noc.page.locator('lw-ticket-orders').getByRole('listitem').first();
    await expect(order).toContainText(contact['姓名']);
    await expect(order).toContainText(contact['电话']);
    await expect(order).toContainText('每天 18:00–22:00，提前一小时电话');
    await expect(order).not.toContainText('9:00–17:00');
  } finally {
    if (filed !== undefined) await takeBack(a, { id: filed });
    await papers.openOwn();
    await papers.setAccessHours(site, '');
    if ((await papers.contacts.filter({ hasText: contact['姓名'] }).count()) > 0)
      await papers.removeContact(contact['姓名']);
  }
});
