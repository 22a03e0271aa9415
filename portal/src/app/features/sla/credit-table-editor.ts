import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { CREDIT_BASES, type CreditTableForm, type CreditTableView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { faultOf, FIRST_TIERS, tiersOf, type TypedTier, typedTiers } from './credit-tiers';
import { TermsField } from './terms-field';

/** One table of credits, tier by tier; a gap or an overlap is told while it is typed. */
@Component({
  selector: 'lw-credit-table-editor',
  imports: [TermsField, TranslocoPipe],
  templateUrl: './credit-table-editor.html',
  styleUrl: './sla.css',
})
export class CreditTableEditor {
  private readonly http = inject(HttpClient);
  protected readonly bases = CREDIT_BASES;

  /** Null: a new one. */
  readonly table = input.required<CreditTableView | null>();
  readonly saved = output();
  readonly closed = output();

  protected readonly basis = linkedSignal<CreditTableForm['basis']>(() => this.table()?.basis ?? 'DOWN_SECONDS');
  protected readonly tiers = linkedSignal<readonly TypedTier[]>(() => {
    const table = this.table();
    return table === null || table.tiers.length === 0 ? FIRST_TIERS : typedTiers(table);
  });
  protected readonly fault = computed(() => (this.basis() === 'DOWN_SECONDS' ? faultOf(this.tiers()) : null));
  protected readonly refusal = signal<FailureCode | undefined>(undefined);
  private readonly wrong = signal<readonly string[]>([]);
  protected readonly isBusy = signal(false);

  protected setBasis(value: string): void {
    this.basis.set(CREDIT_BASES.find((basis) => basis === value) ?? 'DOWN_SECONDS');
  }

  protected type(index: number, typed: Partial<TypedTier>): void {
    this.tiers.update((tiers) => tiers.map((tier, place) => (place === index ? { ...tier, ...typed } : tier)));
  }

  /** A tier after the last one, beginning where that ends. */
  protected add(): void {
    this.tiers.update((tiers) => [...tiers, { from: tiers.at(-1)?.to ?? '0', to: '', percent: '' }]);
  }

  protected remove(index: number): void {
    this.tiers.update((tiers) => tiers.filter((_, place) => place !== index));
  }

  /** What is wrong with a tier: as it was typed, or as the server said. */
  protected reason(index: number): string | undefined {
    const fault = this.fault();
    if (fault?.at === index) return fault.reason;
    return this.wrong().some((field) => field.startsWith(`tiers.${String(index)}`)) ? 'wrong' : undefined;
  }

  protected isWrong(field: string): string | undefined {
    return this.wrong().includes(field) ? 'wrong' : undefined;
  }

  protected async save(event: Event, name: string, cap: string): Promise<void> {
    event.preventDefault();
    if (this.isBusy() || this.fault() !== null) return;
    const table = this.table();
    const basis = this.basis();
    const tiers = basis === 'DOWN_SECONDS' ? tiersOf(this.tiers()) : [];
    const wish = { name: name.trim(), basis, capPercent: Number(cap), tiers, version: table?.version ?? null };
    this.isBusy.set(true);
    this.refusal.set(undefined);
    this.wrong.set([]);
    try {
      const path = table === null ? '/api/v1/sla/credit-tables' : `/api/v1/sla/credit-tables/${table.id}`;
      await firstValueFrom(this.http.post(path, wish));
      this.saved.emit();
    } catch (error) {
      const { code, fields } = toFailure(error);
      this.refusal.set(code);
      this.wrong.set(code === 'edit.code-taken' ? ['name'] : fields.map(({ field }) => field));
    } finally {
      this.isBusy.set(false);
    }
  }
}
