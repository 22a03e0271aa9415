import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, linkedSignal, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { type OwnNotice, OwnNotices } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { UnreadNotices } from '../../core/notices/unread-notices';
import { InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { NoticeTabs } from './notice-tabs';
import { notifiedPath } from './notified-path';

const URL = '/api/v1/notices/own';

/** What the house told the person, the newest first. */
@Component({
  selector: 'lw-own-notices-page',
  imports: [EmptyNotice, FailureNotice, InstantPipe, NoticeTabs, PageHeading, RouterLink, Skeleton, TranslocoPipe],
  templateUrl: './own-page.html',
  styleUrl: './notices.css',
})
export class OwnNoticesPage {
  private readonly http = inject(HttpClient);
  private readonly unread = inject(UnreadNotices);
  protected readonly locale = inject(Locale);
  private readonly params = computed(() => ({ limit: 50, language: this.locale.language() }));
  protected readonly first = httpResource(() => ({ url: URL, params: this.params() }), { parse: answerOf(OwnNotices) });
  /** All pages that were read so far; what is shown stays while it is read anew. */
  protected readonly shown = linkedSignal<OwnNotices | undefined, OwnNotices | undefined>({
    source: () => (this.first.hasValue() ? this.first.value() : undefined),
    computation: (read, before) => read ?? before?.value,
  });
  protected readonly failure = computed(() => {
    const error = this.first.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly refusal = signal<FailureCode | undefined>(undefined);
  protected readonly pathOf = notifiedPath;

  constructor() {
    let known = this.unread.count();
    effect(() => {
      const count = this.unread.count();
      if (count === known) return;
      known = count;
      untracked(() => this.first.reload());
    });
  }

  protected async markRead(ids?: readonly string[]): Promise<void> {
    await this.attempt(async () => {
      await firstValueFrom(this.http.post(`${URL}/read`, ids === undefined ? {} : { ids }));
      this.first.reload();
      this.unread.reload();
    });
  }

  protected canAcknowledge({ escalation }: OwnNotice): boolean {
    return escalation !== null && escalation.acknowledged === null && escalation.nextAt !== null;
  }

  /** Says that one knows, so that nobody else is told. */
  protected async acknowledge({ id }: OwnNotice): Promise<void> {
    await this.attempt(async () => {
      await firstValueFrom(this.http.post(`/api/v1/notices/${id}/acknowledge`, {}));
      this.first.reload();
    });
  }

  protected async readOn(): Promise<void> {
    const shown = this.shown();
    const cursor = shown?.nextCursor ?? null;
    if (shown === undefined || cursor === null) return;
    await this.attempt(async () => {
      const params = { ...this.params(), cursor };
      const next = answerOf(OwnNotices)(await firstValueFrom(this.http.get(URL, { params })));
      this.shown.set({ ...next, items: [...shown.items, ...next.items] });
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.refusal.set(undefined);
    try {
      await work();
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    }
  }
}
