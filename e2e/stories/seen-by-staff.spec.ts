import type { AuditPage } from '@linewatch/shared';
import { ADMIN_OF_A, circuitsOf, NOC_OPERATOR } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { AuditPage as AuditSheet } from '../pages/audit.page.ts';
import { CircuitPage } from '../pages/circuit.page.ts';
import { CircuitsPage } from '../pages/circuits.page.ts';

const LOOKS = '/api/v1/audit?action=circuit.viewed&by=staff&limit=500';

test("the NOC opens a customer's circuit, and the customer's admin reads that it did (SEC5)", async ({ visit }) => {
  const admin = await visit(ADMIN_OF_A);
  // One that nobody of the operator has opened yet: the same look again within ten minutes is written down once.
  const known = new Set((await admin.read<AuditPage>(LOOKS)).items.map(({ objectName }) => objectName));
  const code = circuitsOf(ADMIN_OF_A).find((circuit) => !known.has(circuit.code))?.code ?? '';
  const noc = await visit(NOC_OPERATOR);
  const circuits = new CircuitsPage(noc.page);
  await circuits.open();
  await circuits.search(code);
  await circuits.openCircuit(code);
  await expect(new CircuitPage(noc.page).heading).toBeVisible();
  await expect(noc.page).toHaveURL(/\/circuits\/[0-9a-f-]{36}/);

  const sheet = new AuditSheet(admin.page);
  await expect(async () => {
    await sheet.open();
    await sheet.choose({ by: 'staff', action: 'circuit.viewed' });
    await expect(sheet.rowsAbout(code)).toHaveCount(1, { timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await expect(sheet.rowsAbout(code)).toContainText('网管值班员');
  // Who it was is the operator's to know; that somebody looked is the customer's.
  await expect(sheet.rowsAbout(code)).not.toContainText(NOC_OPERATOR.name);
});
