import type { CircuitPage, FaultPage, TicketView, WorkView } from '@linewatch/shared';
import type { Page } from '@playwright/test';
import { ENGINEER_OF_A, NOC_OPERATOR, PLATFORM_ADMIN } from '../fixtures/demo.ts';
import { expect, test, type Visitor } from '../fixtures/test.ts';

/** What people or devices may write to have it run: as markup, as a link, as a template, as a formula, as other letters. */
const HOSTILE = [
  '<script>ranHere()</script>',
  '<img src=x onerror=ranHere()>',
  '<svg onload=ranHere()>',
  '"><b id=injected>b</b>',
  "';ranHere();//",
  '<a id=injected href="javascript:ranHere()">a</a>',
  'javascript:ranHere()',
  "{{constructor.constructor('ranHere()')()}}",
  '${ranHere()}',
  '<iframe srcdoc="<script>parent.ranHere()</script>">',
  '=HYPERLINK("http://evil.example","x")',
];
/** Letters that turn those behind them round; fields of one line refuse them. */
const TURNED = '\u202Egnp.exe\u202C';
const PATIENCE_MS = 240_000;

/** As much of all that as fits into a field of so many signs. */
function fitting(most: number): string {
  return HOSTILE.reduce((text, each) => (text.length + each.length + 1 <= most ? `${text} ${each}`.trim() : text), '');
}

interface Ran {
  ranHere?: () => void;
  wasRun?: boolean;
  violated?: string[];
}

/** Listens on a page for everything that a text must not bring about. */
async function listen(page: Page, heard: string[]): Promise<void> {
  page.on('dialog', (dialog) => {
    heard.push(`a dialog on ${page.url()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().includes('evil.example')) heard.push(`a request to ${request.url()}`);
  });
  await page.addInitScript(() => {
    const here = globalThis as unknown as Ran;
    here.violated = [];
    here.ranHere = () => {
      here.wasRun = true;
    };
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      here.violated?.push(`${violatedDirective} ${blockedURI}`);
    });
  });
}

/** What a page did with the texts that are on it; nothing when it only showed them. */
async function faultsOn(page: Page, path: string): Promise<string[]> {
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForLoadState('networkidle');
  const found = await page.evaluate(() => {
    const { wasRun, violated = [] } = globalThis as unknown as Ran;
    const strange = 'script:not([src]), [onerror], [onload], iframe, #injected, a[href^="javascript:" i]';
    const elements = [...document.querySelectorAll(strange)].map(({ outerHTML }) => outerHTML.slice(0, 120));
    return [...(wasRun === true ? ['a text was run'] : []), ...violated, ...elements];
  });
  return found.map((each) => `${path}: ${each}`);
}

/** Writes hostile text into what customers and staff may write. @returns the pages that show it */
async function writeEverywhere(a: Visitor, noc: Visitor): Promise<string[]> {
  const { items } = await a.read<CircuitPage>('/api/v1/circuits');
  const circuit = items.at(-1);
  if (circuit === undefined) throw new Error('the demo has no circuit');
  const { version } = await a.read<{ version: number }>(`/api/v1/circuits/${circuit.id}`);
  await a.write('POST', `/api/v1/circuits/${circuit.id}/alias`, { alias: fitting(60), version });
  await a.write('PATCH', '/api/v1/account', { name: fitting(60) });
  const ticket = await a.write<TicketView>('POST', '/api/v1/tickets', {
    ...{
      circuitIds: [circuit.id],
      symptom: 'OTHER',
      description: `${fitting(3_000)}\n${TURNED}`,
      impact: 'low',
      urgency: 'low',
    },
    ...{ externalId: fitting(70), force: true },
  });
  const said = { text: `${fitting(1_500)}\n${TURNED}` };
  await a.write('POST', `/api/v1/tickets/${ticket.id}/notes`, said);
  const faults = await noc.read<FaultPage>('/api/v1/faults?show=past&limit=1');
  const fault = faults.items[0]?.id;
  if (fault !== undefined) await noc.write('POST', `/api/v1/faults/${fault}/notes`, said);
  const begin = Date.now() + 20 * 86_400_000;
  const work = await noc.write<WorkView>('POST', '/api/v1/works', {
    ...{ kind: 'planned', title: fitting(110), impact: 'RISK', impactText: fitting(900), risk: fitting(900) },
    ...{ fallbackPlan: fitting(900), plannedStart: begin, plannedEnd: begin + 3_600_000, version: null },
    ...{ targets: [{ kind: 'circuit', id: circuit.id }] },
    ...{ shortNoticeReason: null, blackoutReason: null, diversityReason: null },
  });
  return [
    ...['/overview', '/circuits', '/circuits/tiles', `/circuits/${circuit.id}`],
    ...['/tickets', `/tickets/${ticket.id}`, `/tickets/new?circuit=${circuit.id}`],
    ...['/faults', ...(fault === undefined ? [] : [`/faults/${fault}`])],
    ...['/works', `/works/${work.id}`, '/ticket-queue', '/users', '/notices', '/audit', '/account'],
  ];
}

test('what people write is shown and never run, on every page that shows it', async ({ visit }) => {
  test.setTimeout(PATIENCE_MS);
  const [a, noc, house] = [await visit(ENGINEER_OF_A), await visit(NOC_OPERATOR), await visit(PLATFORM_ADMIN)];
  const { name } = await a.read<{ name: string }>('/api/v1/account');
  const paths = await writeEverywhere(a, noc);
  const heard: string[] = [];
  for (const visitor of [a, house]) {
    await listen(visitor.page, heard);
    for (const path of paths) heard.push(...(await faultsOn(visitor.page, path)));
  }

  expect(heard).toEqual([]);
  // The text itself is there to be read, to the letter.
  await a.page.goto(paths.find((path) => /^\/tickets\/[0-9a-f-]{36}$/.test(path)) ?? '/');
  await expect(a.page.getByText(HOSTILE[0] ?? '').first()).toBeVisible();
  await a.write('PATCH', '/api/v1/account', { name });
});
