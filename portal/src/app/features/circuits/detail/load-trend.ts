import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { type CircuitEndSide, CircuitTrend, type CircuitView } from '@linewatch/shared';
import { answerOf } from '../../../core/http/answer';
import { Locale } from '../../../core/i18n/locale';
import { formatInstant } from '../../../ui/format/quantities';

/** When the load reaches 80 % of the contract, with its range; or why nobody can say. */
@Component({
  selector: 'lw-load-trend',
  imports: [TranslocoPipe],
  template: `
    @if (said(); as sentence) {
      <p>
        <span class="lw-muted">{{ 'trend.label' | transloco }}</span> {{ sentence }}
      </p>
    }
  `,
})
export class LoadTrend {
  readonly circuit = input.required<CircuitView>();
  readonly side = input.required<CircuitEndSide>();

  private readonly locale = inject(Locale);
  private readonly transloco = inject(TranslocoService);
  private readonly id = computed(() => this.circuit().id);
  private readonly answer = httpResource(
    () => ({ url: `/api/v1/circuits/${encodeURIComponent(this.id())}/trend`, params: { side: this.side() } }),
    { parse: answerOf(CircuitTrend) },
  );

  protected readonly said = computed(() => {
    if (!this.answer.hasValue()) return undefined;
    const { verdict, share, at, leastDays } = this.answer.value();
    const language = this.locale.language();
    const day = (ms: number): string => formatInstant(ms, language, this.locale.zone(), 'day');
    if (verdict.kind !== 'date') {
      return this.transloco.translate(`trend.${verdict.kind}`, { share, days: at.length, least: leastDays });
    }
    const dates = { share, date: day(verdict.at), earliest: day(verdict.earliest) };
    return verdict.latest === null
      ? this.transloco.translate('trend.dateOpen', dates)
      : this.transloco.translate('trend.date', { ...dates, latest: day(verdict.latest) });
  });
}
