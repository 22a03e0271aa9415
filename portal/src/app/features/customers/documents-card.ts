import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { DOCUMENT_KINDS, DOCUMENT_MAX_BYTES, DOCUMENT_TYPES, DocumentList, type DocumentView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { formatBytes } from '../../ui/format/quantities';
import { InstantPipe } from '../../ui/format/pipes';
import { FailureNotice } from '../../ui/page-states/failure-notice';

/** The papers of a customer: to read for its people, to add and remove for whoever serves it. */
@Component({
  selector: 'lw-documents-card',
  imports: [FailureNotice, InstantPipe, TranslocoPipe],
  templateUrl: './documents-card.html',
  styleUrl: './customers.css',
})
export class DocumentsCard {
  readonly customerId = input.required<string>();

  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);

  protected readonly kinds = DOCUMENT_KINDS;
  protected readonly endings = Object.keys(DOCUMENT_TYPES)
    .map((ending) => `.${ending}`)
    .join(',');
  private readonly path = computed(() => `/api/v1/customers/${encodeURIComponent(this.customerId())}/documents`);
  protected readonly list = httpResource(() => this.path(), { parse: answerOf(DocumentList) });
  protected readonly failure = computed(() => {
    const error = this.list.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  protected addressOf({ id }: DocumentView): string {
    return `/api/v1/documents/${id}`;
  }

  protected readonly size = formatBytes;

  protected async add(event: Event, chosen: HTMLInputElement, kind: string): Promise<void> {
    event.preventDefault();
    const file = chosen.files?.[0];
    if (file === undefined || this.isBusy()) return;
    if (file.size > DOCUMENT_MAX_BYTES) {
      this.refusal.set('request.body-too-large');
      return;
    }
    await this.act(() =>
      firstValueFrom(
        this.http.post(this.path(), file, {
          params: { name: file.name, kind },
          headers: { 'Content-Type': 'application/octet-stream' },
        }),
      ),
    );
    chosen.value = '';
  }

  protected async remove(document: DocumentView): Promise<void> {
    await this.act(() => firstValueFrom(this.http.delete(this.addressOf(document))));
  }

  private async act(work: () => Promise<unknown>): Promise<void> {
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      await work();
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
      this.list.reload();
    }
  }
}
