import { HttpClient } from '@angular/common/http';
import { inject, Service, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { toFailure } from '../../core/http/failure';
import type { RecordValues } from '../../ui/record/record-field';
import type { RecordRefusal } from '../../ui/record/record-form';
import { type PaperKind, toWish } from './customer-fields';

/** What is being edited: one that is there, or a new one. */
export interface Edited {
  readonly kind: PaperKind;
  /** Null: a new one. */
  readonly id: string | null;
}

/** Saves what a form of a customer's page says. */
@Service({ autoProvided: false })
export class PaperEditor {
  private readonly http = inject(HttpClient);

  readonly edited = signal<Edited | undefined>(undefined);
  readonly refusal = signal<RecordRefusal | undefined>(undefined);
  readonly isBusy = signal(false);

  open(kind: PaperKind, id: string | null = null): void {
    this.refusal.set(undefined);
    this.edited.set({ kind, id });
  }

  close(): void {
    this.edited.set(undefined);
  }

  /**
   * @param version the one that was seen; null for a new one
   * @returns the answer's body, or undefined when it was refused
   */
  async save(path: string, values: RecordValues, version: number | null): Promise<unknown> {
    if (this.isBusy()) return undefined;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      const body = await firstValueFrom(this.http.post<unknown>(path, toWish(values, version)));
      this.close();
      return body;
    } catch (error) {
      const { code, fields } = toFailure(error);
      this.refusal.set({
        text: `error.${code}`,
        fields: Object.fromEntries(fields.map(({ field, reason }) => [field, reason])),
      });
      return undefined;
    } finally {
      this.isBusy.set(false);
    }
  }
}
