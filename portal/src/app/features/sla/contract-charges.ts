import { HttpClient, httpResource } from '@angular/common/http';
import { Component, inject, input, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { SlaContractCircuits } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { TermsField } from './terms-field';

/** What the circuits of one contract cost a month, on which credits are reckoned. */
@Component({
  selector: 'lw-contract-charges',
  imports: [TermsField, TranslocoPipe],
  template: `
    @if (circuits.hasValue()) {
      <ul>
        @for (line of circuits.value().items; track line.circuitId) {
          <li>
            <span class="lw-code">{{ line.code }}</span> {{ line.name }} ·
            @if (line.charge; as charge) {
              {{ 'slaTerms.aMonth' | transloco: { amount: charge.amount, currency: charge.currency } }}
            } @else {
              <span class="lw-muted">{{ 'slaTerms.noCharge' | transloco }}</span>
            }
          </li>
        } @empty {
          <li>{{ 'slaTerms.noCircuits' | transloco }}</li>
        }
      </ul>
      @if (circuits.value().more > 0) {
        <p>{{ 'slaTerms.moreCircuits' | transloco: { count: circuits.value().more } }}</p>
      }
      @if (circuits.value().items.length > 0) {
        <form
          class="fields"
          [attr.aria-label]="'slaTerms.charges' | transloco"
          (submit)="save($event, circuit.value, from.value, amount.value, currency.value)"
        >
          <lw-terms-field [label]="'title.circuits' | transloco">
            <select #circuit class="lw-field">
              @for (line of circuits.value().items; track line.circuitId) {
                <option [value]="line.circuitId">{{ line.code }} · {{ line.name }}</option>
              }
            </select>
          </lw-terms-field>
          <lw-terms-field [label]="'slaTerms.chargeFrom' | transloco" [reason]="reason('validFrom')">
            <input #from class="lw-field" type="date" required />
          </lw-terms-field>
          <lw-terms-field [label]="'slaTerms.charge' | transloco" [reason]="reason('amount')">
            <input #amount class="lw-field" required inputmode="decimal" pattern="\\d{1,9}(\\.\\d{1,2})?" />
          </lw-terms-field>
          <lw-terms-field [label]="'slaTerms.currency' | transloco" [reason]="reason('currency')">
            <input #currency class="lw-field" required pattern="[A-Z]{3}" maxlength="3" value="CNY" />
          </lw-terms-field>
          <button type="submit" class="lw-button" [disabled]="isBusy()">{{ 'slaTerms.save' | transloco }}</button>
        </form>
      }
      @if (refusal(); as code) {
        <p class="refused" role="alert">{{ 'error.' + code | transloco }}</p>
      }
    }
  `,
  styleUrl: './sla.css',
})
export class ContractCharges {
  private readonly http = inject(HttpClient);
  readonly contractId = input.required<string>();

  protected readonly circuits = httpResource(() => `/api/v1/sla/contracts/${this.contractId()}/circuits`, {
    parse: answerOf(SlaContractCircuits),
  });
  protected readonly refusal = signal<FailureCode | undefined>(undefined);
  private readonly wrong = signal<ReadonlyMap<string, string>>(new Map());
  protected readonly isBusy = signal(false);

  protected reason(field: string): string | undefined {
    return this.wrong().get(field);
  }

  /** @param typed an amount with up to two places */
  protected async save(event: Event, circuitId: string, validFrom: string, typed: string, currency: string) {
    event.preventDefault();
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    this.wrong.set(new Map());
    const [whole = '', places = ''] = typed.trim().split('.');
    const wish = { validFrom, amount: `${whole}.${places.padEnd(2, '0')}`, currency };
    try {
      await firstValueFrom(this.http.post(`/api/v1/circuits/${circuitId}/charge`, wish));
      this.circuits.reload();
    } catch (error) {
      const { code, fields } = toFailure(error);
      this.refusal.set(code);
      this.wrong.set(new Map(fields.map(({ field, reason }) => [field, reason])));
    } finally {
      this.isBusy.set(false);
    }
  }
}
