import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { NoticeBrowser, NoticeBrowserList, NoticeBrowserTest } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { BrowserPush } from '../../core/push/browser-push';
import { InstantPipe } from '../../ui/format/pipes';
import { DeliveryFailure } from './delivery-failure';

const URL = '/api/v1/notice-browsers';

/** The browsers that show one's notices: this one switched on or off, each tried. */
@Component({
  selector: 'lw-browser-fields',
  imports: [DeliveryFailure, InstantPipe, TranslocoPipe],
  templateUrl: './browser-fields.html',
  styleUrl: './notices.css',
})
export class BrowserFields {
  /** A browser came or went: what one can choose is another thing now. */
  readonly changed = output();

  private readonly http = inject(HttpClient);
  private readonly push = inject(BrowserPush);
  protected readonly locale = inject(Locale);
  protected readonly list = httpResource(() => URL, { parse: answerOf(NoticeBrowserList) });
  protected readonly ability = signal(this.push.ability());
  private readonly fingerprint = signal<string | undefined>(undefined);
  /** This browser as the house lists it. */
  protected readonly own = computed(() => {
    const known = this.fingerprint();
    return this.list.hasValue() ? this.list.value().items.find(({ fingerprint }) => fingerprint === known) : undefined;
  });
  protected readonly tested = signal<NoticeBrowserTest | undefined>(undefined);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);
  /** Whether the push service of the browser's maker could not be reached by the browser. */
  protected readonly isAway = signal(false);
  protected readonly isBusy = signal(false);

  constructor() {
    void this.look();
  }

  protected async switchOn(publicKey: string): Promise<void> {
    await this.attempt(async () => {
      const form = await this.push.subscribe(publicKey);
      this.ability.set(this.push.ability());
      if (form === undefined) return;
      answerOf(NoticeBrowser)(await firstValueFrom(this.http.post(URL, form)));
      await this.shownAnew();
    });
  }

  protected async remove({ id }: NoticeBrowser): Promise<void> {
    const isOwn = this.own()?.id === id;
    await this.attempt(async () => {
      await firstValueFrom(this.http.delete(`${URL}/${id}`));
      if (isOwn) await this.push.unsubscribe();
      await this.shownAnew();
    });
  }

  protected async test({ id }: NoticeBrowser): Promise<void> {
    await this.attempt(async () => {
      this.tested.set(answerOf(NoticeBrowserTest)(await firstValueFrom(this.http.post(`${URL}/${id}/test`, {}))));
      this.list.reload();
    });
  }

  private async look(): Promise<void> {
    // A browser may forbid the question; then it is one that is off.
    this.fingerprint.set(await this.push.fingerprint().catch(() => undefined));
  }

  private async shownAnew(): Promise<void> {
    await this.look();
    this.list.reload();
    this.changed.emit();
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    this.isAway.set(false);
    this.tested.set(undefined);
    try {
      await work();
    } catch (error) {
      // What the browser says is said in its own words; what the house says has a code.
      if (error instanceof DOMException) this.isAway.set(true);
      else this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
    }
  }
}
