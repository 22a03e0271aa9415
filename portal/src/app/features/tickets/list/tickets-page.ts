import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, DestroyRef, effect, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { PRIORITIES, TICKET_SHARINGS, type TicketRow, TicketSharingView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../../core/a11y/page-heading';
import { isLeaving } from '../../../core/address/is-leaving';
import { Session } from '../../../core/auth/session';
import { answerOf } from '../../../core/http/answer';
import { type FailureCode, toFailure } from '../../../core/http/failure';
import { Locale } from '../../../core/i18n/locale';
import { InstantPipe } from '../../../ui/format/pipes';
import { Icon } from '../../../ui/icon/icon';
import { EmptyNotice } from '../../../ui/page-states/empty-notice';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { Table } from '../../../ui/table/table';
import { TableColumn } from '../../../ui/table/table-column';
import { TicketChip } from '../words/ticket-chip';
import { turnWord } from '../words/ticket-words';
import { TimeLeft } from '../words/time-left';
import { CallBacks } from './call-backs';
import { isNarrowed, readFilter, TICKET_STATES } from './ticket-filter';
import { TicketList } from './ticket-list';

const SHARING_URL = '/api/v1/ticket-sharing';
const TYPING_PAUSE_MS = 250;

/** The tickets that the reader may see: in which state, who has to act, and what is due next. */
@Component({
  selector: 'lw-tickets-page',
  imports: [
    CallBacks,
    EmptyNotice,
    FailureNotice,
    Icon,
    InstantPipe,
    PageHeading,
    RouterLink,
    Skeleton,
    Table,
    TableColumn,
    TicketChip,
    TimeLeft,
    TranslocoPipe,
  ],
  providers: [TicketList],
  templateUrl: './tickets-page.html',
  styleUrls: ['../../../ui/table/row-link.css', './tickets-page.css'],
})
export class TicketsPage {
  readonly q = input<string>();
  readonly state = input<string>();
  readonly turn = input<string>();
  readonly priority = input<string>();
  readonly circuit = input<string>();

  protected readonly list = inject(TicketList);
  protected readonly locale = inject(Locale);
  protected readonly session = inject(Session);
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private typing: ReturnType<typeof setTimeout> | undefined;

  protected readonly states = TICKET_STATES;
  protected readonly priorities = PRIORITIES;
  protected readonly sharings = TICKET_SHARINGS;
  protected readonly filter = computed(() =>
    readFilter({
      q: this.q(),
      state: this.state(),
      turn: this.turn(),
      priority: this.priority(),
      circuit: this.circuit(),
    }),
  );
  protected readonly narrowed = computed(() => isNarrowed(this.filter()));
  protected readonly identify = (row: TicketRow): string => row.id;
  protected readonly rowClass = (row: TicketRow): string =>
    row.nextDue?.isBreached === true ? 'is-failed' : row.turn === 'CUSTOMER' ? 'is-degraded' : '';

  /** How far the own viewers see tickets; the customer's admin decides it. */
  private readonly decides = computed(() => this.session.view()?.role === 'CUSTOMER_ADMIN');
  protected readonly sharing = httpResource(() => (this.decides() ? SHARING_URL : undefined), {
    parse: answerOf(TicketSharingView),
  });
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  constructor() {
    effect(() => {
      this.list.narrow(this.filter());
    });
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.typing);
    });
  }

  protected turnOf(row: TicketRow): string {
    return turnWord(row.turn, this.session.isStaff());
  }

  protected type(q: string): void {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => {
      if (!isLeaving(this.router)) this.show({ q: q.trim() || null });
    }, TYPING_PAUSE_MS);
  }

  protected show(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' });
  }

  protected clear(): void {
    void this.router.navigate([], { queryParams: {} });
  }

  protected async share(viewers: string): Promise<void> {
    this.refusal.set(undefined);
    try {
      await firstValueFrom(this.http.put(SHARING_URL, { viewers }));
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.sharing.reload();
    }
  }
}
