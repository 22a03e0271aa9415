import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { AccessChoices, ProviderList, ProviderTest, type ProviderView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../../core/a11y/page-heading';
import { Session } from '../../../core/auth/session';
import { answerOf } from '../../../core/http/answer';
import { type Failure, toFailure } from '../../../core/http/failure';
import { Locale } from '../../../core/i18n/locale';
import { EmptyNotice } from '../../../ui/page-states/empty-notice';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { SignInPolicyCard } from '../sign-in-policy-card';
import { ProviderForm } from './provider-form';
import { StaffSessionsCard } from './staff-sessions-card';

const URL = '/api/v1/identity-providers';
const readTest = answerOf(ProviderTest);

/** How people sign in: what is asked of the people of a customer, and the services at which they may do it instead. */
@Component({
  selector: 'lw-ways-in-page',
  imports: [
    EmptyNotice,
    SignInPolicyCard,
    FailureNotice,
    PageHeading,
    ProviderForm,
    RouterLink,
    Skeleton,
    StaffSessionsCard,
    TranslocoPipe,
  ],
  templateUrl: './ways-in-page.html',
  styleUrl: '../users-page.css',
})
export class WaysInPage {
  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);

  protected readonly list = httpResource(() => URL, { parse: answerOf(ProviderList) });
  protected readonly choices = httpResource(() => '/api/v1/users/choices', { parse: answerOf(AccessChoices) });
  protected readonly failure = computed(() => {
    const error = this.list.error() ?? this.choices.error();
    return error === undefined ? undefined : toFailure(error);
  });
  /** Whose policy is shown, for those who reach several customers. */
  protected readonly policyOf = signal('');
  /** Whether the person runs one whole customer. */
  protected readonly ownsPolicy = computed(() => {
    const view = this.session.view();
    return view?.role === 'CUSTOMER_ADMIN' && view.sites.length === 0;
  });
  protected readonly edited = signal<{ readonly provider?: ProviderView } | undefined>(undefined);
  /** What the newest test of a service said, by its id: a problem, or null for none. */
  protected readonly tested = signal<ReadonlyMap<string, ProviderTest['problem']>>(new Map());
  protected readonly removing = signal<ProviderView | undefined>(undefined);
  protected readonly refusal = signal<Failure | undefined>(undefined);

  protected ownerOf({ customerId }: ProviderView): string | undefined {
    const customers = this.choices.hasValue() ? this.choices.value().customers : [];
    const owner = customers.find(({ id }) => id === customerId);
    return owner === undefined ? undefined : this.locale.pick(owner.nameZh, owner.nameEn);
  }

  protected edit(provider?: ProviderView): void {
    this.removing.set(undefined);
    this.edited.set(provider === undefined ? {} : { provider });
  }

  protected done(): void {
    this.edited.set(undefined);
    this.list.reload();
  }

  protected async test({ id }: ProviderView): Promise<void> {
    await this.attempt(async () => {
      const { problem } = readTest(await firstValueFrom(this.http.post(`${URL}/${id}/test`, {})));
      this.tested.update((known) => new Map([...known, [id, problem]]));
    });
  }

  protected async remove({ id }: ProviderView): Promise<void> {
    await this.attempt(async () => {
      await firstValueFrom(this.http.delete(`${URL}/${id}`));
      this.removing.set(undefined);
      this.list.reload();
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.refusal.set(undefined);
    try {
      await work();
    } catch (error) {
      this.refusal.set(toFailure(error));
    }
  }
}
