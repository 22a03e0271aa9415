import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { type CodeForm, CodeVersionList, OPEN_CODE_DOMAINS } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { CodeTables } from '../../core/codes/code-tables';
import { answerOf } from '../../core/http/answer';
import { toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import type { RecordField, RecordValues } from '../../ui/record/record-field';
import { RecordForm, type RecordRefusal } from '../../ui/record/record-form';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';

type Code = CodeVersionList['items'][number];

/** The operator's code tables: what each code says now, what it said before, and how that is changed. */
@Component({
  selector: 'lw-codes-page',
  imports: [
    FailureNotice,
    InstantPipe,
    PageHeading,
    RecordForm,
    RouterLink,
    Skeleton,
    Table,
    TableColumn,
    TranslocoPipe,
  ],
  templateUrl: './codes-page.html',
  styleUrl: '../customers/customers.css',
})
export class CodesPage {
  readonly domain = input<string>();

  protected readonly tables = inject(CodeTables);
  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private readonly transloco = inject(TranslocoService);

  protected readonly chosen = computed(() => this.domain() ?? OPEN_CODE_DOMAINS[0]);
  protected readonly isOpen = computed(() => OPEN_CODE_DOMAINS.some((each) => each === this.chosen()));
  protected readonly list = httpResource(() => ({ url: '/api/v1/codes/versions', params: { domain: this.chosen() } }), {
    parse: answerOf(CodeVersionList),
  });
  protected readonly failure = computed(() => {
    const error = this.list.error();
    return error === undefined ? undefined : toFailure(error);
  });
  /** What is being changed; a code of its own for a new one. */
  protected readonly edited = signal<{ readonly code: string | null } | undefined>(undefined);
  protected readonly refusal = signal<RecordRefusal | undefined>(undefined);
  protected readonly isBusy = signal(false);
  protected readonly identify = ({ code }: Code): string => code;
  /** The edited code as the server has it. */
  private readonly stored = computed(() => {
    const items = this.list.hasValue() ? this.list.value().items : [];
    return items.find(({ code }) => code === this.edited()?.code)?.versions[0];
  });
  protected readonly record = computed<RecordValues>(() => {
    const stored = this.stored();
    const items = this.list.hasValue() ? this.list.value().items.length : 0;
    if (stored === undefined) return { order: String(items), isOffered: 'yes' };
    const { nameZh, nameEn, order, isOffered } = stored;
    return { nameZh, nameEn, order: String(order), isOffered: isOffered ? 'yes' : 'no' };
  });
  protected readonly fields = computed<readonly RecordField[]>(() => {
    this.locale.language();
    const text = (name: string, label: string, longest: number): RecordField => {
      return { name, label, type: 'text', longest, isNeeded: true };
    };
    const word = (key: string): string => this.transloco.translate(key);
    const offered: RecordField = {
      ...{ name: 'isOffered', label: 'codes.isOffered', type: 'choice', hint: 'codes.withdrawnHint' },
      choices: [
        { value: 'yes', text: word('users.yes') },
        { value: 'no', text: word('users.no') },
      ],
    };
    return [
      ...(this.edited()?.code === null ? [{ ...text('code', 'codes.code', 32), hint: 'customers.codeHint' }] : []),
      text('nameZh', 'customers.nameZh', 80),
      text('nameEn', 'customers.nameEn', 80),
      text('order', 'codes.order', 4),
      ...(this.isOpen() ? [offered] : []),
    ];
  });

  protected choose(domain: string): void {
    this.edited.set(undefined);
    void this.router.navigate([], { queryParams: { domain } });
  }

  protected edit(code: string | null): void {
    this.refusal.set(undefined);
    this.edited.set({ code });
  }

  protected async save(values: RecordValues): Promise<void> {
    const edited = this.edited();
    if (edited === undefined || this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    const order = /^\d{1,4}$/.test(values['order'] ?? '') ? Number(values['order']) : -1;
    const form: CodeForm = {
      domain: this.chosen(),
      code: edited.code ?? values['code'] ?? '',
      ...{ nameZh: values['nameZh'] ?? '', nameEn: values['nameEn'] ?? '', order },
      isOffered: values['isOffered'] !== 'no',
      basedOn: this.stored()?.version ?? null,
    };
    try {
      await firstValueFrom(this.http.post('/api/v1/codes', form));
      this.edited.set(undefined);
      this.tables.reload();
    } catch (error) {
      const { code, fields } = toFailure(error);
      const taken = code === 'edit.code-taken' ? { code: 'taken' } : {};
      const wrong = Object.fromEntries(fields.map(({ field, reason }) => [field, reason]));
      this.refusal.set({ text: `error.${code}`, fields: { ...taken, ...wrong } });
    } finally {
      this.isBusy.set(false);
      // Also after a refusal: what somebody else did meanwhile has to be seen.
      this.list.reload();
    }
  }
}
