import { HttpClient, httpResource } from '@angular/common/http';
import { Component, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { CHANGE_KINDS, type ChangeKind, CircuitView, type TicketForm, TicketView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../../core/a11y/page-heading';
import { answerOf } from '../../../core/http/answer';
import { type FailureCode, toFailure } from '../../../core/http/failure';

/** Asks for a change of a circuit: another bandwidth, another place, its end. It goes to the account manager. */
@Component({
  selector: 'lw-change-page',
  imports: [PageHeading, RouterLink, TranslocoPipe],
  templateUrl: './change-page.html',
  styleUrl: '../report/report-page.css',
})
export class ChangePage {
  /** The circuit that the person came from. */
  readonly circuit = input<string>();

  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  protected readonly kinds = CHANGE_KINDS;
  protected readonly kind = signal<ChangeKind>('BANDWIDTH');
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);
  /** One wish, however often it is sent. */
  private readonly key = crypto.randomUUID();
  protected readonly found = httpResource(
    () => {
      const id = this.circuit();
      return id === undefined ? undefined : `/api/v1/circuits/${encodeURIComponent(id)}`;
    },
    { parse: answerOf(CircuitView) },
  );

  protected async send(event: Event, circuitId: string, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      const headers = { 'Idempotency-Key': this.key };
      const body = formOf(circuitId, this.kind(), new FormData(form));
      const made = answerOf(TicketView)(await firstValueFrom(this.http.post('/api/v1/tickets', body, { headers })));
      await this.router.navigate(['/tickets', made.id], { queryParams: { filed: 1 } });
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
    }
  }
}

function formOf(circuitId: string, kind: ChangeKind, said: FormData): Partial<TicketForm> {
  const word = (name: string): string => {
    const value = said.get(name);
    return typeof value === 'string' ? value : '';
  };
  return {
    ...{ circuitIds: [circuitId], ticketType: 'request', symptom: 'OTHER', impact: 'low', urgency: 'low' },
    description: word('description'),
    change: {
      kind,
      bandwidthMbps: kind === 'BANDWIDTH' ? Number(word('bandwidth')) : null,
      place: kind === 'MOVE' ? word('place') : null,
      on: word('on') === '' ? null : word('on'),
    },
  };
}
