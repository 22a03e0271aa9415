import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { ExclusionPage, OutageDetail, type SlaPiece, TicketPage, WorkView } from '@linewatch/shared';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { Locale } from '../../core/i18n/locale';
import { DurationPipe, InstantPipe } from '../../ui/format/pipes';
import { type RangeText, stretchText } from '../../ui/range/time-range';

const AROUND_MS = 15 * 60_000;
/** A ticket about an outage is filed before its end, or soon after it. */
const TICKET_BEFORE_MS = 3_600_000;
const TICKET_AFTER_MS = 24 * 3_600_000;
const EXCLUSIONS_READ = 200;

/** What one piece of a month rests on: its readings, outage, work or exclusion, its tickets, and who decided what. */
@Component({
  selector: 'lw-piece-evidence',
  imports: [DurationPipe, InstantPipe, RouterLink, TranslocoPipe],
  templateUrl: './piece-evidence.html',
  styleUrl: './sla.css',
})
export class PieceEvidence {
  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  readonly circuitId = input.required<string>();
  readonly timeZone = input.required<string>();
  readonly piece = input.required<SlaPiece>();

  protected readonly outage = httpResource(
    () => {
      const { outageId } = this.piece();
      return outageId === null ? undefined : `/api/v1/outages/${outageId}`;
    },
    { parse: answerOf(OutageDetail) },
  );
  protected readonly work = httpResource(
    () => {
      const { reason, ref } = this.piece();
      return reason !== 'WORK' || ref === null ? undefined : `/api/v1/works/${ref}`;
    },
    { parse: answerOf(WorkView) },
  );
  private readonly exclusions = httpResource(
    () => {
      const { reason, ref } = this.piece();
      if (reason === null || reason === 'WORK' || ref === null) return undefined;
      return { url: '/api/v1/sla/exclusions', params: { circuit: this.circuitId(), limit: EXCLUSIONS_READ } };
    },
    { parse: answerOf(ExclusionPage) },
  );
  protected readonly tickets = httpResource(
    () => {
      if (!this.session.may('tickets:read')) return undefined;
      const from = Date.parse(this.piece().from) - TICKET_BEFORE_MS;
      const to = Date.parse(this.piece().to) + TICKET_AFTER_MS;
      return { url: '/api/v1/tickets', params: { circuit: this.circuitId(), from, to } };
    },
    { parse: answerOf(TicketPage) },
  );
  protected readonly exclusion = computed(() =>
    this.exclusions.hasValue() ? this.exclusions.value().items.find(({ id }) => id === this.piece().ref) : undefined,
  );
  /** Where the readings are drawn, with a little of what lay around them. */
  protected readonly readings = computed<RangeText>(() => {
    const { from, to } = this.piece();
    return stretchText(Date.parse(from) - AROUND_MS, Date.parse(to) + AROUND_MS);
  });
}
