import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { IMPORT_COLUMNS, IMPORT_KINDS, type ImportKind, ImportView, type RowProblem } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { type Failure, toFailure } from '../../core/http/failure';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';
import { saveFile } from '../../core/files/save-file';

const readView = answerOf(ImportView);

/** The inventory as tables: a file is checked, shown, and then taken in as it was shown; and the same columns out. */
@Component({
  selector: 'lw-imports-page',
  imports: [PageHeading, Table, TableColumn, TranslocoPipe],
  templateUrl: './imports-page.html',
  styleUrl: './imports-page.css',
})
export class ImportsPage {
  protected readonly session = inject(Session);
  private readonly http = inject(HttpClient);

  protected readonly kinds = IMPORT_KINDS;
  protected readonly kind = signal<ImportKind>('customers');
  protected readonly columns = computed(() => IMPORT_COLUMNS[this.kind()]);
  protected readonly isOver = signal(false);
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<Failure | undefined>(undefined);
  /** What the file comes to, or what became of it. */
  protected readonly view = signal<ImportView | undefined>(undefined);
  protected readonly identify = ({ line, column, problem }: RowProblem): string =>
    `${String(line)} ${column ?? ''} ${problem}`;

  protected choose(kind: string): void {
    this.kind.set(IMPORT_KINDS.find((known) => known === kind) ?? 'customers');
    this.view.set(undefined);
    this.refusal.set(undefined);
  }

  protected drop(event: DragEvent): void {
    event.preventDefault();
    this.isOver.set(false);
    void this.check(event.dataTransfer?.files[0]);
  }

  protected over(event: DragEvent, isOver: boolean): void {
    event.preventDefault();
    this.isOver.set(isOver);
  }

  /** The dry run. */
  protected async check(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    this.view.set(undefined);
    await this.act(async () => {
      const params = { kind: this.kind(), name: file.name };
      const headers = { 'Content-Type': 'application/octet-stream' };
      this.view.set(readView(await firstValueFrom(this.http.post('/api/v1/imports', file, { params, headers }))));
    });
  }

  protected async commit({ id }: ImportView): Promise<void> {
    await this.act(async () => {
      this.view.set(readView(await firstValueFrom(this.http.post(`/api/v1/imports/${id}/commit`, {}))));
    });
  }

  protected async export(format: 'csv' | 'xlsx'): Promise<void> {
    await this.act(async () => {
      const kind = this.kind();
      const file = await firstValueFrom(this.http.post('/api/v1/exports', { kind, format }, { responseType: 'blob' }));
      saveFile(file, `linewatch-${kind}.${format}`);
    });
  }

  /** A file with nothing but the header, to be filled in. */
  protected template(): void {
    const header = this.columns()
      .map((column) => column.replace('*', ''))
      .join(',');
    saveFile(new Blob([`\ufeff${header}\r\n`], { type: 'text/csv' }), `linewatch-${this.kind()}.csv`);
  }

  protected detail(failure: Failure, name: string): string | number {
    return failure.details[name] ?? '';
  }

  private async act(work: () => Promise<void>): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      await work();
    } catch (error) {
      this.refusal.set(toFailure(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
