import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { HandoverList, UserPage } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';
import { FailureNotice } from '../../ui/page-states/failure-notice';

/** Who is in charge of a customer: given to somebody else by the administrator, with what the one before knew. */
@Component({
  selector: 'lw-handovers-card',
  imports: [FailureNotice, InstantPipe, RouterLink, TranslocoPipe],
  templateUrl: './handovers-card.html',
  styleUrl: './customers.css',
})
export class HandoversCard {
  readonly customerId = input.required<string>();
  readonly given = output();

  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);
  private readonly path = computed(() => `/api/v1/customers/${encodeURIComponent(this.customerId())}`);

  protected readonly list = httpResource(() => `${this.path()}/handovers`, { parse: answerOf(HandoverList) });
  protected readonly failure = computed(() => {
    const error = this.list.error();
    return error === undefined ? undefined : toFailure(error);
  });
  private readonly staff = httpResource(
    () => (this.session.may('customers:manage') ? '/api/v1/users?of=staff&limit=500' : undefined),
    { parse: answerOf(UserPage) },
  );
  protected readonly managers = computed(() =>
    this.staff.hasValue()
      ? this.staff
          .value()
          .items.filter(
            ({ status, access }) => status === 'ACTIVE' && access.some(({ role }) => role === 'ACCOUNT_MANAGER'),
          )
      : [],
  );
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  protected async give(event: Event, userId: string): Promise<void> {
    event.preventDefault();
    if (this.isBusy() || userId === '') return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      await firstValueFrom(this.http.post(`${this.path()}/manager`, { managerId: userId }));
      this.given.emit();
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
      this.list.reload();
    }
  }
}
