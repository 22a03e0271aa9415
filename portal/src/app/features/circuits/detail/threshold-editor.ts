import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import {
  CIRCUIT_END_SIDES,
  isPhysical,
  METRIC_RANGES,
  THRESHOLD_METRICS,
  type ThresholdChange,
  type ThresholdForm,
  type ThresholdMetric,
  type ThresholdView,
} from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { type FailureCode, toFailure } from '../../../core/http/failure';

const SEVERITIES = ['warning', 'minor', 'major'] as const;
const MINUTE_S = 60;
const MOST_MINUTES = 1_440;

/** Sets a level of the customer's own, or changes one. What is wrong is said at its field. */
@Component({
  selector: 'lw-threshold-editor',
  imports: [TranslocoPipe],
  templateUrl: './threshold-editor.html',
  styleUrl: '../../../ui/form/form.css',
})
export class ThresholdEditor {
  readonly circuitId = input.required<string>();
  /** Null: a new one. */
  readonly threshold = input.required<ThresholdView | null>();
  readonly saved = output();
  readonly closed = output();

  private readonly http = inject(HttpClient);

  protected readonly metrics = THRESHOLD_METRICS;
  protected readonly sides = CIRCUIT_END_SIDES;
  protected readonly severities = SEVERITIES;
  protected readonly metric = linkedSignal<ThresholdMetric>(() => this.threshold()?.metric ?? 'UTILISATION');
  protected readonly range = computed(() => METRIC_RANGES[this.metric()]);
  protected readonly minutes = computed(() => (this.threshold()?.forS ?? 600) / MINUTE_S);
  protected readonly isBusy = signal(false);
  protected readonly wrong = signal<ReadonlySet<string>>(new Set());
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  protected choose(metric: string): void {
    this.metric.update((before) => THRESHOLD_METRICS.find((known) => known === metric) ?? before);
  }

  protected async save(
    event: Event,
    typed: Readonly<Record<'side' | 'level' | 'minutes' | 'severity', string>>,
    isOn: boolean,
  ): Promise<void> {
    event.preventDefault();
    if (this.isBusy()) return;
    const level = Number(typed.level);
    const minutes = Number(typed.minutes);
    const wrong = [
      ...(typed.level.trim() !== '' && isPhysical(this.metric(), level) ? [] : ['level']),
      ...(Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_MINUTES ? [] : ['forS']),
    ];
    this.wrong.set(new Set(wrong));
    this.refusal.set(undefined);
    if (wrong.length > 0) return;
    const severity = SEVERITIES.find((known) => known === typed.severity) ?? 'warning';
    await this.send({ level, forS: minutes * MINUTE_S, severity, isOn }, typed.side);
  }

  private async send(level: Omit<ThresholdChange, 'version'>, side: string): Promise<void> {
    this.isBusy.set(true);
    const known = this.threshold();
    try {
      if (known === null) {
        const form: ThresholdForm = {
          ...level,
          circuitId: this.circuitId(),
          metric: this.metric(),
          side: CIRCUIT_END_SIDES.find((each) => each === side) ?? null,
        };
        await firstValueFrom(this.http.post('/api/v1/thresholds', form));
      } else {
        const change: ThresholdChange = { ...level, version: known.version };
        await firstValueFrom(this.http.patch(`/api/v1/thresholds/${encodeURIComponent(known.id)}`, change));
      }
      this.saved.emit();
    } catch (error) {
      const { code, fields } = toFailure(error);
      this.wrong.set(new Set(fields.map(({ field }) => field)));
      this.refusal.set(code);
    } finally {
      this.isBusy.set(false);
    }
  }
}
