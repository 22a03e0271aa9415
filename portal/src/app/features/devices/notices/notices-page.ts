import { httpResource } from '@angular/common/http';
import { Component, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { InventoryNoticePage } from '@linewatch/shared';
import { PageHeading } from '../../../core/a11y/page-heading';
import { answerOf } from '../../../core/http/answer';
import { keptFresh } from '../../../core/http/kept-fresh';
import { LiveFeed } from '../../../core/live/live-feed';
import { EmptyNotice } from '../../../ui/page-states/empty-notice';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { NoticeList } from './notice-list';

const PAGE_SIZE = 500;
const SHOWN = ['open', 'active', 'all'] as const;
type Shown = (typeof SHOWN)[number];

/** Where devices and the inventory contradict each other, told as it is noticed. */
@Component({
  selector: 'lw-notices-page',
  imports: [EmptyNotice, FailureNotice, NoticeList, PageHeading, Skeleton, TranslocoPipe],
  templateUrl: './notices-page.html',
  styleUrl: './notices-page.css',
})
export class NoticesPage {
  /** Which notices; in the address. */
  readonly show = input<string>();

  private readonly router = inject(Router);
  protected readonly page = keptFresh(
    httpResource(() => ({ url: '/api/v1/inventory-notices', params: { limit: PAGE_SIZE, show: this.chosen() } }), {
      parse: answerOf(InventoryNoticePage),
    }),
  );
  protected readonly options = SHOWN;

  constructor() {
    inject(LiveFeed).listen({
      noticesChanged: () => {
        this.page.reload();
      },
      reconnected: () => {
        this.page.reload();
      },
    });
  }

  protected chosen(): Shown {
    return SHOWN.find((one) => one === this.show()) ?? 'open';
  }

  protected choose(show: Shown): void {
    void this.router.navigate([], { queryParams: { show: show === 'open' ? null : show }, replaceUrl: true });
  }
}
