import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { type ContactView, CustomerView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { CodeTables } from '../../core/codes/code-tables';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { NotFoundPage } from '../../core/not-found/not-found-page';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import type { RecordValues } from '../../ui/record/record-field';
import { RecordForm } from '../../ui/record/record-form';
import { fieldsOf, type PaperKind, toValues } from './customer-fields';
import { DocumentsCard } from './documents-card';
import { HandoversCard } from './handovers-card';
import { PaperEditor } from './paper-editor';

/** Where a new one of each kind is sent; with an id, where it is changed. */
const ADDED: Readonly<Record<PaperKind, string>> = {
  customer: '',
  site: 'sites',
  access: '',
  contact: 'contacts',
  contract: 'contracts',
};

/** One customer: who it is, where it is, whom to call, what was agreed, what papers there are. */
@Component({
  selector: 'lw-customer-page',
  imports: [
    DocumentsCard,
    FailureNotice,
    HandoversCard,
    NotFoundPage,
    PageHeading,
    RecordForm,
    RouterLink,
    Skeleton,
    TranslocoPipe,
  ],
  providers: [PaperEditor],
  templateUrl: './customer-page.html',
  styleUrl: './customers.css',
})
export class CustomerPage {
  readonly id = input.required<string>();

  protected readonly session = inject(Session);
  protected readonly codes = inject(CodeTables);
  protected readonly locale = inject(Locale);
  protected readonly editor = inject(PaperEditor);
  private readonly http = inject(HttpClient);
  private readonly transloco = inject(TranslocoService);

  protected readonly customer = httpResource(() => `/api/v1/customers/${encodeURIComponent(this.id())}`, {
    parse: answerOf(CustomerView),
  });
  protected readonly failure = computed(() => {
    const error = this.customer.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly removingFailed = signal<FailureCode | undefined>(undefined);
  protected readonly fields = computed(() => {
    this.locale.language();
    const kind = this.editor.edited()?.kind ?? 'customer';
    return fieldsOf(kind, {
      grades: this.codes.choices('customerGrade'),
      slaClasses: this.codes.choices('slaClass'),
      sites: this.siteChoices(),
      word: (key) => this.transloco.translate(key),
    });
  });
  /** What is edited as the server has it. */
  private readonly stored = computed(() => {
    const edited = this.editor.edited();
    if (edited === undefined || !this.customer.hasValue()) return undefined;
    const view = this.customer.value();
    const { kind, id } = edited;
    if (kind === 'customer') return view;
    const all: readonly { readonly id: string; readonly version: number }[] =
      kind === 'contact' ? view.contacts : kind === 'contract' ? view.contracts : view.sites;
    return all.find((each) => each.id === id);
  });
  protected readonly record = computed<RecordValues>(() => {
    const stored = this.stored();
    return stored === undefined ? { language: this.locale.language() } : toValues({ ...stored });
  });

  protected siteName(siteId: string | null): string {
    const sites = this.customer.hasValue() ? this.customer.value().sites : [];
    const site = sites.find(({ id }) => id === siteId);
    return site === undefined
      ? this.transloco.translate('customers.allSites')
      : this.locale.pick(site.nameZh, site.nameEn);
  }

  protected async save(values: RecordValues): Promise<void> {
    const edited = this.editor.edited();
    if (edited === undefined) return;
    await this.editor.save(this.pathOf(edited.kind, edited.id), values, this.stored()?.version ?? null);
    // Also after a refusal: what somebody else did meanwhile has to be seen.
    this.customer.reload();
  }

  protected async remove({ id }: ContactView): Promise<void> {
    this.removingFailed.set(undefined);
    try {
      await firstValueFrom(this.http.delete(`/api/v1/contacts/${id}`));
    } catch (error) {
      this.removingFailed.set(toFailure(error).code);
    }
    this.customer.reload();
  }

  private pathOf(kind: PaperKind, id: string | null): string {
    const customer = `/api/v1/customers/${encodeURIComponent(this.id())}`;
    if (kind === 'customer') return customer;
    if (kind === 'access') return `/api/v1/sites/${id ?? ''}/access`;
    return id === null ? `${customer}/${ADDED[kind]}` : `/api/v1/${ADDED[kind]}/${id}`;
  }

  private siteChoices(): { value: string; text: string }[] {
    const sites = this.customer.hasValue() ? this.customer.value().sites : [];
    const all = (this.session.view()?.sites.length ?? 0) > 0 ? [] : [{ value: '', text: this.siteName(null) }];
    return [...all, ...sites.map(({ id }) => ({ value: id, text: this.siteName(id) }))];
  }
}
