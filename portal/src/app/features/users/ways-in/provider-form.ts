import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoPipe } from '@jsverse/transloco';
import { type AccessChoices, CUSTOMER_ROLES, type GroupAccess, type ProviderView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../../core/auth/session';
import { type Failure, toFailure } from '../../../core/http/failure';
import { Locale } from '../../../core/i18n/locale';
import { AccessFields } from '../access-fields';
import { DRAFT_TEXTS, draftOf, NEW_PROVIDER, type ProviderDraft, rulesOf, setupOf } from './provider-draft';

/** A sign-in service: how it is reached, for the platform admin, and who gets which rights by it. */
@Component({
  selector: 'lw-provider-form',
  imports: [AccessFields, MatButton, TranslocoPipe],
  templateUrl: './provider-form.html',
  styleUrl: '../../../ui/form/form.css',
})
export class ProviderForm {
  /** Absent: a new one. */
  readonly provider = input<ProviderView>();
  readonly choices = input.required<AccessChoices>();
  readonly closed = output();
  readonly saved = output();

  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);

  protected readonly texts = DRAFT_TEXTS;
  protected readonly draft = linkedSignal<ProviderDraft>(() => {
    const provider = this.provider();
    return provider === undefined ? NEW_PROVIDER : draftOf(provider);
  });
  protected readonly mayConnect = computed(() => this.session.may('staff:manage'));
  /** A customer's service gives rights on that customer and no others. */
  protected readonly offered = computed<AccessChoices>(() => {
    const { customer } = this.draft();
    const { roles, customers, sites } = this.choices();
    if (customer === '') return this.choices();
    return {
      roles: CUSTOMER_ROLES.filter((role) => roles.includes(role)),
      customers: customers.filter(({ id }) => id === customer),
      sites: sites.filter(({ customerId }) => customerId === customer),
    };
  });
  protected readonly refusal = signal<Failure | undefined>(undefined);
  protected readonly isBusy = signal(false);

  protected isWrong(field: string): boolean {
    return this.refusal()?.fields.some((each) => each.field === field || each.field.startsWith(`${field}.`)) ?? false;
  }

  protected change(change: Partial<ProviderDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
  }

  protected changeText(name: (typeof DRAFT_TEXTS)[number], text: string): void {
    this.change({ [name]: text });
  }

  /** Rights that were for another customer do not go with the service. */
  protected chooseCustomer(customer: string): void {
    this.change({ customer, groups: [] });
  }

  protected addGroup(): void {
    const { customer, groups } = this.draft();
    const customerIds = customer === '' ? [] : [customer];
    const rule: GroupAccess = { group: '', role: 'CUSTOMER_VIEWER', customerIds, siteIds: [] };
    this.change({ groups: [...groups, rule] });
  }

  protected changeGroup(at: number, change: Partial<GroupAccess>): void {
    this.change({ groups: this.draft().groups.map((rule, index) => (index === at ? { ...rule, ...change } : rule)) });
  }

  protected removeGroup(at: number): void {
    this.change({ groups: this.draft().groups.filter((_, index) => index !== at) });
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      await this.send();
      this.saved.emit();
    } catch (error) {
      this.refusal.set(toFailure(error));
    } finally {
      this.isBusy.set(false);
    }
  }

  private async send(): Promise<void> {
    const id = this.provider()?.id;
    const url = '/api/v1/identity-providers';
    if (!this.mayConnect()) await firstValueFrom(this.http.put(`${url}/${id ?? ''}/rules`, rulesOf(this.draft())));
    else if (id === undefined) await firstValueFrom(this.http.post(url, setupOf(this.draft())));
    else await firstValueFrom(this.http.put(`${url}/${id}`, setupOf(this.draft())));
  }
}
