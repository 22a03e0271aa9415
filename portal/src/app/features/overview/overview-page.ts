import { LowerCasePipe } from '@angular/common';
import { Component, computed, effect, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { OPERATING_STATUSES, type OverviewSite } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { PageTitle } from '../../core/a11y/page-title';
import { Session } from '../../core/auth/session';
import { Now } from '../../core/clock/now';
import { Locale } from '../../core/i18n/locale';
import { LiveFeed } from '../../core/live/live-feed';
import { DurationPipe, InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { Status } from '../../ui/status/status';
import { UtilisationBar } from '../../ui/utilisation-bar/utilisation-bar';
import { LineOverview } from './line-overview';
import { isFine } from './trouble';
import { WrongNow } from './wrong-now';

/** Are my lines all right? The first page of a customer. */
@Component({
  selector: 'lw-overview-page',
  imports: [
    DurationPipe,
    EmptyNotice,
    FailureNotice,
    InstantPipe,
    LowerCasePipe,
    PageHeading,
    RouterLink,
    Skeleton,
    Status,
    TranslocoPipe,
    UtilisationBar,
    WrongNow,
  ],
  providers: [LineOverview],
  templateUrl: './overview-page.html',
  styleUrl: './overview-page.css',
})
export class OverviewPage {
  protected readonly overview = inject(LineOverview);
  protected readonly locale = inject(Locale);
  protected readonly now = inject(Now);
  protected readonly feed = inject(LiveFeed);
  protected readonly session = inject(Session);
  private readonly transloco = inject(TranslocoService);
  private readonly title = inject(PageTitle);

  protected readonly parse = Date.parse;
  /** How many circuits are in each state, worst first; what somebody works at by plan is in none of the others. */
  protected readonly present = computed(() => {
    const view = this.overview.shown();
    if (view === undefined) return [];
    const { counts, inWork } = view;
    const work = inWork.failed + inWork.degraded + inWork.unknown;
    const states = OPERATING_STATUSES.map((status) => ({
      status,
      count: counts[status] - (isFine(status) ? 0 : inWork[status]),
    }));
    return [...states, { status: 'inWork' as const, count: work }].filter(({ count }) => count > 0);
  });
  /** All but those that are up, which stand first in the sentence. */
  protected readonly troubles = computed(() => this.present().filter(({ status }) => status !== 'running'));
  protected readonly isAllWell = computed(() => {
    const view = this.overview.shown();
    return view !== undefined && view.total > 0 && view.counts.running === view.total;
  });
  protected readonly hasSites = computed(() => (this.overview.shown()?.sites.length ?? 0) > 1);

  constructor() {
    effect(() => {
      const counts = this.overview.shown()?.counts;
      this.locale.language();
      if (counts === undefined) return;
      const word = (key: string): string => this.transloco.translate(key);
      const overview = word('title.overview');
      this.title.say(
        counts.failed > 0 ? `(${String(counts.failed)}) ${word('status.failed')} – ${overview}` : overview,
      );
    });
  }

  /** The states that circuits of a site are in, worst first. */
  protected statesOf({ counts }: OverviewSite): { status: (typeof OPERATING_STATUSES)[number]; count: number }[] {
    return OPERATING_STATUSES.map((status) => ({ status, count: counts[status] })).filter(({ count }) => count > 0);
  }

  protected worstOf(site: OverviewSite): string {
    const worst = this.statesOf(site)[0]?.status ?? 'stopped';
    return isFine(worst) ? '' : `is-${worst}`;
  }
}
