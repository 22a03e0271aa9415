import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { type Permission, PERMISSIONS, type Role } from '@linewatch/shared';
import zh from '../../portal/src/i18n/zh-CN.json' with { type: 'json' };
import {
  ADMIN_OF_A,
  ENGINEER_OF_A,
  MANAGER_OF_A,
  NOC_OPERATOR,
  PLATFORM_ADMIN,
  VIEWER_OF_A,
} from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const PEOPLE = [VIEWER_OF_A, ENGINEER_OF_A, ADMIN_OF_A, MANAGER_OF_A, NOC_OPERATOR, PLATFORM_ADMIN];
const AT_ONCE = 8;

interface Question {
  readonly permission: string;
  readonly method: string;
  readonly path: string;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

interface Described {
  readonly 'x-permission': string;
  readonly requestBody?: object;
}

/** What can be asked without a change: reading, and writing what no schema takes or to what is not there. */
function questionsOf({ paths }: Description): Question[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method, { requestBody }]) => method === 'get' || requestBody !== undefined || path.includes('{'))
      .map(([method, { 'x-permission': permission }]) => ({
        permission,
        method: method.toUpperCase(),
        path: path.replaceAll(/\{\w+\}/g, () => randomUUID()),
      })),
  );
}

/** The page as it stands there: what each role may, by the names of the catalogue. */
async function readTable(page: Page): Promise<ReadonlyMap<string, string>> {
  await page.goto('/roles');
  const table = page.getByRole('table');
  await expect(table.locator('tbody tr')).toHaveCount(PERMISSIONS.length);
  const [, ...roles] = await table.locator('thead th').allInnerTexts();
  const cells = new Map<string, string>();
  for (const row of await table.locator('tbody tr').all()) {
    const name = await row.locator('th').innerText();
    const said = await row.locator('td .lw-hidden').allTextContents();
    for (const [at, role] of roles.entries()) cells.set(`${role}: ${name}`, said[at]?.trim() ?? '');
  }
  return cells;
}

/** Asks as the person whose browser it is. @returns which questions the role was refused */
async function refusedTo(page: Page, questions: readonly Question[]): Promise<boolean[]> {
  return page.evaluate(
    async ([asked, atOnce]) => {
      const refused: boolean[] = [];
      for (let from = 0; from < asked.length; from += atOnce) {
        const some = asked.slice(from, from + atOnce).map(async ({ method, path }) => {
          const body = method === 'GET' ? {} : { body: '[]', headers: { 'Content-Type': 'application/json' } };
          const answer = await fetch(path, { method, ...body });
          const text = await answer.text();
          if (answer.status >= 500 || answer.status === 429 || answer.status === 401) {
            throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
          }
          return answer.status === 403 && (JSON.parse(text) as { code: string }).code === 'session.forbidden';
        });
        refused.push(...(await Promise.all(some)));
      }
      return refused;
    },
    [questions, AT_ONCE] as const,
  );
}

const textOf = (role: Role, permission: Permission): string =>
  `${zh.role[role]}: ${(zh.permission as Record<string, string>)[permission] ?? permission}`;

test('the page of who may do what says what the API then answers, for each role and each act (SEC2)', async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const house = await visit(PLATFORM_ADMIN);
  const table = await readTable(house.page);
  const questions = questionsOf(await house.read<Description>('/api/openapi.json'));
  const asked = PERMISSIONS.filter((each) => questions.some(({ permission }) => permission === each));
  // Approving is a step of a work: its route asks who may plan, the table of steps who may take this one.
  expect(PERMISSIONS.filter((each) => !asked.includes(each))).toEqual(['works:approve']);

  for (const user of PEOPLE) {
    const { page } = await visit(user);
    await page.goto('/account');
    const about = questions.filter(({ permission }) => permission !== 'open');
    const refused = await refusedTo(page, about);
    for (const permission of asked) {
      const said = table.get(textOf(user.role, permission));
      const answers = refused.filter((_, at) => about[at]?.permission === permission);
      expect(
        new Set(answers.map((isRefused) => (isRefused ? zh.users.no : zh.users.yes))),
        textOf(user.role, permission),
      ).toEqual(new Set([said]));
    }
  }
});
