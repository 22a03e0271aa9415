import { Component, computed, inject, input, linkedSignal, model } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { type AccessChoices, isCustomerRole, type UserAccess } from '@linewatch/shared';
import { Locale } from '../../core/i18n/locale';

/** Chooses a role and how far it reaches, of what the person may give. */
@Component({
  selector: 'lw-access-fields',
  imports: [TranslocoPipe],
  templateUrl: './access-fields.html',
  styleUrl: './access-fields.css',
})
export class AccessFields {
  readonly choices = input.required<AccessChoices>();
  readonly access = model.required<UserAccess>();
  /** Begins the ids of its fields, where a page has several. */
  readonly name = input('');

  private readonly locale = inject(Locale);
  /** Whether some sites only are meant; what was ticked stays ticked while somebody looks at the other way. */
  protected readonly isLimited = linkedSignal(
    () => this.access().siteIds.length > 0 || this.choices().customers.length === 0,
  );

  protected readonly needsCustomer = computed(
    () => isCustomerRole(this.access().role) || this.access().role === 'ACCOUNT_MANAGER',
  );
  protected readonly mayLimit = computed(() => isCustomerRole(this.access().role) && this.sites().length > 0);
  protected readonly customers = computed(() =>
    this.choices().customers.map(({ id, nameZh, nameEn }) => ({ id, name: this.locale.pick(nameZh, nameEn) })),
  );
  protected readonly sites = computed(() => {
    const [chosen] = this.access().customerIds;
    return this.choices()
      .sites.filter(({ customerId }) => chosen === undefined || customerId === chosen)
      .map(({ id, nameZh, nameEn }) => ({ id, name: this.locale.pick(nameZh, nameEn) }));
  });

  protected chooseRole(name: string): void {
    const role = this.choices().roles.find((each) => each === name);
    if (role === undefined || role === 'COLLECTOR') return;
    const isForCustomers = isCustomerRole(role) || role === 'ACCOUNT_MANAGER';
    this.access.update(({ customerIds, siteIds }) => ({
      role,
      customerIds: isForCustomers ? (isCustomerRole(role) ? customerIds.slice(0, 1) : customerIds) : [],
      siteIds: isCustomerRole(role) ? siteIds : [],
    }));
  }

  protected chooseCustomer(id: string): void {
    this.access.update((access) => ({ ...access, customerIds: id === '' ? [] : [id], siteIds: [] }));
  }

  protected tick(kind: 'customerIds' | 'siteIds', id: string, isTicked: boolean): void {
    this.access.update((access) => {
      const others = access[kind].filter((each) => each !== id);
      return { ...access, [kind]: isTicked ? [...others, id] : others };
    });
  }

  protected limit(isLimited: boolean): void {
    this.isLimited.set(isLimited);
    if (!isLimited) this.access.update((access) => ({ ...access, siteIds: [] }));
  }
}
