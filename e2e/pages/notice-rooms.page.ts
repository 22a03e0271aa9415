import type { Locator, Page } from '@playwright/test';
import { chooseOf } from './notice-wishes.page.ts';

/** What is typed for a new channel. */
export interface RoomTexts {
  /** As the page calls the type. */
  readonly type: string;
  readonly name: string;
  readonly url: string;
  readonly secret?: string;
  /** Kinds of notices, as the page calls them; no others are told. */
  readonly kinds: readonly string[];
  /** Codes of circuits; without them it hears of all. */
  readonly circuits?: readonly string[];
}

/** The webhooks and chat robots of a customer. */
export class NoticeRoomsPage {
  private readonly page: Page;
  /** The secret of a webhook, shown once. */
  readonly secret: Locator;
  /** How the last test went. */
  readonly tested: Locator;
  /** Where the secret of a robot is typed. */
  readonly ownSecret: Locator;

  constructor(page: Page) {
    this.page = page;
    this.secret = page.locator('code.secret');
    this.ownSecret = page.getByLabel('加签密钥');
    this.tested = page.locator('article').getByRole('status');
  }

  async open(): Promise<void> {
    await this.page.goto('/notices/rooms');
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  room(name: string): Locator {
    return this.page.getByRole('article').filter({ has: this.page.getByRole('heading', { name, exact: true }) });
  }

  async begin(): Promise<void> {
    await this.page.getByRole('button', { name: '新增渠道' }).click();
    await this.page.locator('lw-room-form').waitFor();
  }

  async add({ type, name, url, secret, kinds, circuits }: RoomTexts): Promise<void> {
    const form = this.page.locator('lw-room-form');
    if ((await form.count()) === 0) await this.begin();
    await form.getByLabel('类型').selectOption({ label: type });
    await form.getByLabel('名称', { exact: true }).fill(name);
    await form.getByLabel('地址').fill(url);
    if (secret !== undefined) await this.ownSecret.fill(secret);
    const ticked = form.getByRole('checkbox', { checked: true });
    while ((await ticked.count()) > 0) await ticked.first().uncheck();
    for (const kind of kinds) await form.getByRole('checkbox', { name: kind, exact: true }).check();
    if (circuits !== undefined) {
      await form.getByRole('radio', { name: '只限所选电路' }).check();
      await chooseOf(form.locator('lw-reach-fields'), circuits);
    }
    await form.getByRole('button', { name: '保存渠道' }).click();
    await this.room(name).waitFor();
  }

  /** Has a channel hear of all circuits that end at a site. */
  async limitToSite(name: string, site: string): Promise<void> {
    await this.act(name, '修改').click();
    const form = this.room(name).locator('lw-room-form');
    await form.getByRole('radio', { name: '只限所选站点' }).check();
    await form.getByRole('checkbox', { name: site, exact: true }).check();
    await form.getByRole('button', { name: '保存渠道' }).click();
    await form.waitFor({ state: 'detached' });
  }

  act(room: string, name: string): Locator {
    return this.room(room).getByRole('button', { name, exact: true });
  }

  async openLog(room: string): Promise<void> {
    await this.room(room).getByRole('link', { name: '发送记录' }).click();
    await this.page.getByRole('table').waitFor();
  }
}
