import { Component, computed, effect, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { AlarmDetail } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { PageTitle } from '../../core/a11y/page-title';
import { Session } from '../../core/auth/session';
import { Now } from '../../core/clock/now';
import { answerOf } from '../../core/http/answer';
import { Locale } from '../../core/i18n/locale';
import { watched } from '../../core/live/watched';
import { NotFoundPage } from '../../core/not-found/not-found-page';
import { DurationPipe, InstantPipe } from '../../ui/format/pipes';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { Severity } from '../../ui/severity/severity';
import { AlarmActing } from './alarm-acting';
import { AlarmActBar } from './alarm-acts';
import { AlarmLinks } from './alarm-links';
import { AlarmText } from './alarm-text';

/** One alarm: what, where, whom it hits, what explains it or is explained by it, and all that was done. */
@Component({
  selector: 'lw-alarm-page',
  imports: [
    AlarmActBar,
    AlarmLinks,
    AlarmText,
    DurationPipe,
    FailureNotice,
    InstantPipe,
    NotFoundPage,
    PageHeading,
    RouterLink,
    Severity,
    Skeleton,
    TranslocoPipe,
  ],
  providers: [AlarmActing],
  templateUrl: './alarm-page.html',
  styleUrl: './alarm-page.css',
})
export class AlarmPage {
  readonly id = input.required<string>();

  protected readonly locale = inject(Locale);
  protected readonly session = inject(Session);
  private readonly now = inject(Now);
  private readonly transloco = inject(TranslocoService);
  private readonly title = inject(PageTitle);

  protected readonly detail = watched(
    () => ({ url: `/api/v1/alarms/${encodeURIComponent(this.id())}` }),
    answerOf(AlarmDetail),
    { alarms: (ids) => this.isShown(ids) },
  );
  /** What is kept of an alarm that was looked at before is not this one. */
  protected readonly alarm = computed(() => {
    const alarm = this.detail.shown();
    return alarm?.id === this.id() ? alarm : undefined;
  });
  protected readonly isUnknown = computed(() => this.detail.failure()?.status === 404 && this.alarm() === undefined);
  protected readonly chosen = computed(() => {
    const alarm = this.alarm();
    return alarm === undefined ? [] : [alarm];
  });
  protected readonly lasted = computed(() => {
    const alarm = this.alarm();
    if (alarm === undefined) return 0;
    return (alarm.clearedAt === null ? this.now.ms() : Date.parse(alarm.clearedAt)) - Date.parse(alarm.raisedAt);
  });

  constructor() {
    effect(() => {
      const alarm = this.alarm();
      this.locale.language();
      if (alarm === undefined) return;
      this.title.say(`${this.transloco.translate(`alarmCode.${alarm.code}`)} – ${alarm.object.name}`);
    });
  }

  private isShown(ids: readonly string[]): boolean {
    const alarm = this.alarm();
    const shown = [alarm, ...(alarm?.children ?? []), ...(alarm?.parents ?? [])].map((each) => each?.id);
    return ids.some((id) => shown.includes(id));
  }
}
