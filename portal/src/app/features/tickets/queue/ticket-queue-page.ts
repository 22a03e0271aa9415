import { Component, computed, effect, ElementRef, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { PRIORITIES, type TicketRow, WORK_GROUPS } from '@linewatch/shared';
import { PageHeading } from '../../../core/a11y/page-heading';
import { Locale } from '../../../core/i18n/locale';
import { Icon } from '../../../ui/icon/icon';
import { EmptyNotice } from '../../../ui/page-states/empty-notice';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { TicketChip } from '../words/ticket-chip';
import { turnWord } from '../words/ticket-words';
import { TimeLeft } from '../words/time-left';
import { TicketQueue } from './ticket-queue';

/** What the shift has to do next: open tickets by time left, breached ones on top, led by hand or by keyboard. */
@Component({
  selector: 'lw-ticket-queue-page',
  imports: [EmptyNotice, FailureNotice, Icon, PageHeading, RouterLink, Skeleton, TicketChip, TimeLeft, TranslocoPipe],
  providers: [TicketQueue],
  host: { '(document:keydown)': 'press($event)' },
  templateUrl: './ticket-queue-page.html',
  styleUrls: ['../../../ui/table/row-link.css', './ticket-queue-page.css'],
})
export class TicketQueuePage {
  readonly workGroup = input<string>();
  readonly priority = input<string>();
  readonly mine = input<string>();

  protected readonly queue = inject(TicketQueue);
  protected readonly locale = inject(Locale);
  private readonly router = inject(Router);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  protected readonly groups = WORK_GROUPS;
  protected readonly priorities = PRIORITIES;
  protected readonly narrowed = computed(() =>
    [this.workGroup(), this.priority(), this.mine()].some((each) => each !== undefined),
  );
  /** The row that the keyboard is at. */
  protected readonly at = signal<string | undefined>(undefined);

  constructor() {
    effect(() => {
      this.queue.narrow({
        workGroup: WORK_GROUPS.find((each) => each === this.workGroup()),
        priority: PRIORITIES.find((each) => each === this.priority()),
        mine: this.mine() === 'true' ? 'true' : undefined,
      });
    });
  }

  protected turnOf(row: TicketRow): string {
    return turnWord(row.turn, true);
  }

  protected show(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' });
  }

  protected clear(): void {
    void this.router.navigate([], { queryParams: {} });
  }

  protected canAccept(row: TicketRow): boolean {
    return row.status === 'acknowledged';
  }

  /** j and k move, Enter opens (it is a link), a accepts; never while somebody types. */
  protected press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const rows = this.queue.rows();
    if (event.key === 'j' || event.key === 'k') {
      event.preventDefault();
      const index = rows.findIndex(({ id }) => id === this.at());
      const next = rows[Math.min(rows.length - 1, Math.max(0, index + (event.key === 'j' ? 1 : -1)))];
      if (next !== undefined) this.focus(next);
    } else if (event.key === 'a') {
      const row = rows.find(({ id }) => id === this.at());
      if (row !== undefined && this.canAccept(row)) void this.queue.accept(row);
    }
  }

  private focus({ id }: TicketRow): void {
    this.at.set(id);
    this.host.querySelector<HTMLElement>(`[data-ticket="${id}"] .row-link`)?.focus();
  }

  protected held(isHeld: boolean): void {
    this.queue.isHeld.set(isHeld);
  }

  /** The focus has left the list, not just gone from one row to the next. */
  protected left(event: FocusEvent): void {
    const { currentTarget, relatedTarget } = event;
    const isInside =
      currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
    if (!isInside) this.held(false);
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  );
}
