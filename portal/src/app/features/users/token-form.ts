import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, output, signal } from '@angular/core';
import { form, FormField, FormRoot, maxLength, required, type TreeValidationResult } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { TranslocoPipe } from '@jsverse/transloco';
import { AccessChoices, isCustomerRole, MadeApiToken, NewApiToken, type UserAccess } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../core/http/answer';
import { type Failure, toFailure } from '../../core/http/failure';
import { fieldErrors } from '../../core/http/field-errors';
import { TextField } from '../../ui/form/text-field';
import { AccessFields } from './access-fields';

const readMade = answerOf(MadeApiToken);
/** Days that a token may live, as they are offered. */
const LIFETIMES = ['30', '90', '180', '365'] as const;

/** Makes a token: what it is for, what it may do, how long. */
@Component({
  selector: 'lw-token-form',
  imports: [AccessFields, FormField, FormRoot, MatButton, TextField, TranslocoPipe],
  template: `
    <section class="lw-card" aria-labelledby="token-heading">
      <h2 id="token-heading">{{ 'tokens.make' | transloco }}</h2>
      <form [formRoot]="wish">
        <lw-text-field
          name="token-name"
          type="text"
          autocomplete="off"
          [label]="'tokens.name' | transloco"
          [hint]="'tokens.nameHint' | transloco"
          [field]="wish.name"
        />
        @if (offered(); as choices) {
          <lw-access-fields [choices]="choices" [(access)]="access" />
        }
        <div class="choice">
          <label for="token-days">{{ 'tokens.lifetime' | transloco }}</label>
          <select id="token-days" class="lw-field" [formField]="wish.days">
            @for (days of lifetimes; track days) {
              <option [value]="days">{{ 'tokens.days' | transloco: { days } }}</option>
            }
          </select>
        </div>
        @if (refusal(); as failure) {
          <p class="refused" role="alert">{{ 'error.' + failure.code | transloco }}</p>
        }
        <div class="acts">
          <button matButton="filled" type="submit" [disabled]="wish().submitting()">
            {{ 'tokens.go' | transloco }}
          </button>
          <button matButton type="button" (click)="closed.emit(undefined)">{{ 'users.cancel' | transloco }}</button>
        </div>
      </form>
    </section>
  `,
  styleUrl: '../../ui/form/form.css',
})
export class TokenForm {
  /** With the token that was made, if one was. */
  readonly closed = output<MadeApiToken | undefined>();

  private readonly http = inject(HttpClient);
  private readonly choices = httpResource(() => '/api/v1/users/choices', { parse: answerOf(AccessChoices) });
  private readonly model = signal({ name: '', days: '90' });
  protected readonly access = signal<UserAccess>({ role: 'CUSTOMER_VIEWER', customerIds: [], siteIds: [] });
  protected readonly lifetimes = LIFETIMES;
  protected readonly refusal = signal<Failure | undefined>(undefined);
  /** Machines work for customers only. */
  protected readonly offered = computed(() => {
    if (!this.choices.hasValue()) return undefined;
    const { roles, customers, sites } = this.choices.value();
    return { roles: roles.filter(isCustomerRole), customers, sites };
  });

  protected readonly wish = form(
    this.model,
    (path) => {
      required(path.name);
      maxLength(path.name, 80);
    },
    { submission: { action: async () => this.send() } },
  );

  private async send(): Promise<TreeValidationResult> {
    this.refusal.set(undefined);
    const { role, customerIds, siteIds } = this.access();
    const [customerId] = customerIds;
    const { name, days } = this.model();
    const reach = { siteIds, ...(customerId !== undefined && { customerId }) };
    try {
      const body = NewApiToken.parse({ name: name.trim(), role, ...reach, days: Number(days) });
      this.closed.emit(readMade(await firstValueFrom(this.http.post('/api/v1/tokens', body))));
    } catch (error) {
      const failure = toFailure(error);
      const errors = fieldErrors(failure, { name: this.wish.name });
      if (errors === undefined) this.refusal.set(failure);
      return errors;
    }
    return undefined;
  }
}
