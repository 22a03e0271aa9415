import { Component, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { ACCEPTED_NOTICE_KINDS, type InventoryNoticeView, type ProposedEnd } from '@linewatch/shared';
import { Session } from '../../../core/auth/session';
import { Now } from '../../../core/clock/now';
import { type Failure, toFailure } from '../../../core/http/failure';
import { Locale } from '../../../core/i18n/locale';
import { AgePipe, InstantPipe } from '../../../ui/format/pipes';
import { Table } from '../../../ui/table/table';
import { TableColumn } from '../../../ui/table/table-column';
import { NoticeDecisions } from './notice-decisions';
import { noticeValues } from './notice-text';

const SHORTEST_REASON = 3;

/** Contradictions with what can be done about each: agree to a proposal, or leave it for a reason. */
@Component({
  selector: 'lw-notice-list',
  imports: [AgePipe, InstantPipe, RouterLink, Table, TableColumn, TranslocoPipe],
  templateUrl: './notice-list.html',
  styleUrl: './notice-list.css',
})
export class NoticeList {
  readonly notices = input.required<readonly InventoryNoticeView[]>();
  /** Whether the device of each is said; on the page of a device it is known. */
  readonly withDevice = input(true);
  readonly decided = output();

  protected readonly locale = inject(Locale);
  protected readonly now = inject(Now);
  protected readonly session = inject(Session);
  private readonly decisions = inject(NoticeDecisions);

  /** The notice whose reason is being written. */
  protected readonly ignoring = signal<string | undefined>(undefined);
  protected readonly failure = signal<Failure | undefined>(undefined);
  protected readonly isBusy = signal(false);
  protected readonly identify = (notice: InventoryNoticeView): string => notice.id;
  protected readonly values = noticeValues;
  protected readonly parse = Date.parse;

  protected isAcceptable({ kind, state }: InventoryNoticeView): boolean {
    return (state === 'OPEN' || state === 'IGNORED') && ACCEPTED_NOTICE_KINDS.some((one) => one === kind);
  }

  /** The ends to choose from; none where there is nothing to choose. */
  protected choices({ kind, proposal }: InventoryNoticeView): readonly ProposedEnd[] {
    return kind === 'END_PROPOSED' ? (proposal?.ends ?? []) : [];
  }

  protected siteOf({ siteZh, siteEn }: ProposedEnd): string {
    const site = siteZh === null || siteEn === null ? '' : this.locale.pick(siteZh, siteEn);
    return site === '' ? '' : ` (${site})`;
  }

  protected accept(id: string, endId?: string): Promise<void> {
    return this.decide(() => this.decisions.accept(id, endId));
  }

  protected async ignore(id: string, reason: string): Promise<void> {
    if (reason.trim().length < SHORTEST_REASON) return;
    await this.decide(() => this.decisions.ignore(id, reason.trim()));
  }

  private async decide(act: () => Promise<void>): Promise<void> {
    this.failure.set(undefined);
    this.isBusy.set(true);
    try {
      await act();
      this.ignoring.set(undefined);
    } catch (error) {
      this.failure.set(toFailure(error));
    } finally {
      this.isBusy.set(false);
    }
    this.decided.emit();
  }
}
