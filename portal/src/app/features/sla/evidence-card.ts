import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, input, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { EvidencePacks, localDate, monthPeriod } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';

const ZONE = 'Asia/Shanghai';
/** A pack of a month is made within seconds. */
const LOOK_MS = 3_000;

/** All that is known of a circuit and some days in one signed file: asked for, and fetched when it is made. */
@Component({
  selector: 'lw-evidence-card',
  imports: [InstantPipe, TranslocoPipe],
  templateUrl: './evidence-card.html',
  styleUrl: './sla.css',
})
export class EvidenceCard {
  readonly circuitId = input.required<string>();
  readonly month = input.required<string>();

  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);
  private readonly path = computed(() => `/api/v1/circuits/${this.circuitId()}/evidence`);
  protected readonly packs = httpResource(() => this.path(), { parse: answerOf(EvidencePacks) });
  protected readonly lastDay = computed(() => {
    const end = localDate(monthPeriod(this.month(), ZONE).to - 1, ZONE);
    const today = localDate(Date.now(), ZONE);
    return end < today ? end : today;
  });
  private readonly isAnyBeingMade = computed(
    () =>
      this.packs.hasValue() &&
      this.packs.value().items.some(({ state }) => state === 'queued' || state === 'generating'),
  );
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  constructor() {
    effect((onCleanup) => {
      if (!this.isAnyBeingMade()) return;
      const timer = setInterval(() => this.packs.reload(), LOOK_MS);
      onCleanup(() => {
        clearInterval(timer);
      });
    });
  }

  protected addressOf(id: string): string {
    return `${this.path()}/${id}/file`;
  }

  protected sizeOf(bytes: number | null): number {
    return Math.ceil((bytes ?? 0) / 1_024);
  }

  protected async request(event: Event, from: string, to: string): Promise<void> {
    event.preventDefault();
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      await firstValueFrom(this.http.post(this.path(), { dates: { from, to } }));
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
      this.packs.reload();
    }
  }
}
