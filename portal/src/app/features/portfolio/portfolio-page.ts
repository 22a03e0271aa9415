import { LowerCasePipe } from '@angular/common';
import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { type Need, OPERATING_STATUSES, type PortfolioCustomer } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { Locale } from '../../core/i18n/locale';
import { LiveFeed } from '../../core/live/live-feed';
import { DurationPipe, InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { PortfolioFeed } from './portfolio-feed';
import { inOrder, PORTFOLIO_ORDERS, type PortfolioOrder } from './portfolio-order';

/** Numbers that are kept in tenths, and shown as what they are. */
const IN_TENTHS: ReadonlySet<Need> = new Set(['UNSATISFIED']);

/** Who needs me first, and why? The first page of an account manager. */
@Component({
  selector: 'lw-portfolio-page',
  imports: [
    DurationPipe,
    EmptyNotice,
    FailureNotice,
    InstantPipe,
    LowerCasePipe,
    PageHeading,
    RouterLink,
    Skeleton,
    TranslocoPipe,
  ],
  providers: [PortfolioFeed],
  templateUrl: './portfolio-page.html',
  styleUrl: './portfolio-page.css',
})
export class PortfolioPage {
  protected readonly portfolio = inject(PortfolioFeed);
  protected readonly locale = inject(Locale);
  protected readonly feed = inject(LiveFeed);
  /** Whether only customers at risk are listed. */
  protected readonly isNarrowed = signal(false);
  protected readonly order = signal<PortfolioOrder>('NEED');
  protected readonly customers = computed(() => {
    const items = this.portfolio.shown()?.items ?? [];
    const shown = this.isNarrowed() ? items.filter(({ isAtRisk }) => isAtRisk) : items;
    const nameOf = ({ nameZh, nameEn }: PortfolioCustomer): string => this.locale.pick(nameZh, nameEn);
    return inOrder(shown, this.order(), nameOf, this.locale.language());
  });
  protected readonly orders = PORTFOLIO_ORDERS;

  protected orderBy(value: string): void {
    this.order.set(PORTFOLIO_ORDERS.find((order) => order === value) ?? 'NEED');
  }

  /** The states that a customer's circuits are in, worst first. */
  protected linesOf({ lines }: PortfolioCustomer): { status: (typeof OPERATING_STATUSES)[number]; count: number }[] {
    return OPERATING_STATUSES.map((status) => ({ status, count: lines[status] })).filter(({ count }) => count > 0);
  }

  protected valueOf({ need, value }: PortfolioCustomer['needs'][number]): string | number {
    return IN_TENTHS.has(need) ? tenths(value) : value;
  }

  protected meanOf({ satisfaction: { mean } }: PortfolioCustomer): string | undefined {
    return mean === null ? undefined : tenths(mean);
  }
}

function tenths(value: number): string {
  return (value / 10).toFixed(1);
}
