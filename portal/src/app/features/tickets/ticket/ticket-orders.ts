import { HttpClient } from '@angular/common/http';
import { Component, inject, input, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { WorkOrderAct, WorkOrderView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../../core/auth/session';
import { type FailureCode, toFailure } from '../../../core/http/failure';
import { Locale } from '../../../core/i18n/locale';
import { InstantPipe } from '../../../ui/format/pipes';

/** Who was sent, with what was known of contacts and access then, and what became of it. Staff alone. */
@Component({
  selector: 'lw-ticket-orders',
  imports: [InstantPipe, TranslocoPipe],
  template: `
    <ul>
      @for (order of orders(); track order.id) {
        <li>
          <p>
            <strong>{{ 'workGroup.' + order.workGroup | transloco }}</strong>
            @if (order.shift; as shift) {
              {{ 'shift.' + shift | transloco }}
            }
            · {{ 'workOrderState.' + order.state | transloco }} {{ order.assigneeName }}
            <span class="lw-muted">{{ order.createdAt | lwInstant: locale.language() : locale.zone() }}</span>
          </p>
          @if (order.instructions; as text) {
            <p>{{ text }}</p>
          }
          @for (contact of order.contacts; track $index) {
            <p class="lw-muted">{{ contact.name }} {{ contact.phone }} {{ contact.accessHours }}</p>
          }
          @if (session.may('tickets:work')) {
            <div class="acts">
              @if (order.state === 'OPEN') {
                <button type="button" class="lw-button" [disabled]="isBusy()" (click)="act(order, 'accept')">
                  {{ 'ticket.order.accept' | transloco }}
                </button>
              }
              @if (order.state === 'ACCEPTED') {
                <button type="button" class="lw-button" [disabled]="isBusy()" (click)="act(order, 'done')">
                  {{ 'ticket.order.done' | transloco }}
                </button>
              }
              @if (order.state === 'OPEN' || order.state === 'ACCEPTED') {
                <button type="button" class="lw-button" [disabled]="isBusy()" (click)="act(order, 'cancel')">
                  {{ 'ticket.order.cancel' | transloco }}
                </button>
              }
            </div>
          }
        </li>
      }
    </ul>
    @if (refusal(); as code) {
      <p class="refused" role="alert">{{ 'error.' + code | transloco }}</p>
    }
  `,
  styles: `
    ul {
      display: grid;
      gap: 12px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      gap: 4px;
      overflow-wrap: anywhere;
    }
    .acts {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    .refused {
      color: var(--lw-down);
    }
  `,
})
export class TicketOrders {
  readonly orders = input.required<readonly WorkOrderView[]>();
  /** An order became another and the ticket wants to be read again. */
  readonly changed = output();

  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  protected async act({ id, version }: WorkOrderView, action: WorkOrderAct['action']): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      const body: WorkOrderAct = { action, version };
      await firstValueFrom(this.http.post(`/api/v1/work-orders/${encodeURIComponent(id)}/acts`, body));
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
      this.changed.emit();
    }
  }
}
