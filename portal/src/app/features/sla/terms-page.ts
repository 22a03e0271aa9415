import { httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { CreditTableList, monthOf, type SlaContract, SlaContractList, SlaSpecificationList } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { Now } from '../../core/clock/now';
import { answerOf } from '../../core/http/answer';
import { toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { ContractCharges } from './contract-charges';
import { CreditTableEditor } from './credit-table-editor';
import { writtenTiers } from './credit-tiers';
import { TermsEditor } from './terms-editor';
import { firstTerms, promisesInOrder, type TermsStart } from './terms-form';

/** What contracts promise and how they reckon, what their circuits cost, and the tables of credits. */
@Component({
  selector: 'lw-terms-page',
  imports: [ContractCharges, CreditTableEditor, FailureNotice, PageHeading, Skeleton, TermsEditor, TranslocoPipe],
  templateUrl: './terms-page.html',
  styleUrl: './sla.css',
})
export class TermsPage {
  protected readonly locale = inject(Locale);
  private readonly now = inject(Now);
  protected readonly writtenTiers = writtenTiers;
  protected readonly promisesInOrder = promisesInOrder;

  protected readonly search = signal('');
  protected readonly specifications = httpResource(() => '/api/v1/sla/specifications', {
    parse: answerOf(SlaSpecificationList),
  });
  protected readonly tables = httpResource(() => '/api/v1/sla/credit-tables', { parse: answerOf(CreditTableList) });
  protected readonly contracts = httpResource(
    () => ({ url: '/api/v1/sla/contracts', params: { search: this.search() } }),
    { parse: answerOf(SlaContractList) },
  );
  protected readonly bare = computed(() =>
    this.contracts.hasValue() ? this.contracts.value().items.filter(({ hasTerms }) => !hasTerms) : [],
  );
  protected readonly failure = computed(() => {
    const error = this.specifications.error() ?? this.tables.error() ?? this.contracts.error();
    return error === undefined ? undefined : toFailure(error);
  });
  /** Ids of what is being edited: terms, a contract that gets its first ones, a contract's charges, a credit table. */
  protected readonly edited = signal<string | undefined>(undefined);

  /** What the first terms of a contract begin with; made once, so that what was typed is not begun anew. */
  protected readonly first = signal<TermsStart | undefined>(undefined);

  protected agree({ id, timeZone }: SlaContract): void {
    this.first.set(firstTerms(id, timeZone, monthOf(this.now.calm(), timeZone)));
    this.edited.set(id);
  }

  protected saved(): void {
    this.edited.set(undefined);
    this.reload();
  }

  protected reload(): void {
    this.specifications.reload();
    this.contracts.reload();
    this.tables.reload();
  }
}
