import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { type CircuitEndSide } from '@linewatch/shared';
import { PageHeading } from '../../../core/a11y/page-heading';
import { PageTitle } from '../../../core/a11y/page-title';
import { Session } from '../../../core/auth/session';
import { Now } from '../../../core/clock/now';
import { Locale } from '../../../core/i18n/locale';
import { LineTestCard } from '../../../core/line-test/line-test-card';
import { DurationPipe, InstantPipe } from '../../../ui/format/pipes';
import { Icon } from '../../../ui/icon/icon';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { RangePicker } from '../../../ui/range/range-picker';
import type { Stretch } from '../../../ui/chart/gaps';
import { DEFAULT_RANGE, isRefused, type RangeText, readRange, stretchText } from '../../../ui/range/time-range';
import { Status } from '../../../ui/status/status';
import { NotFoundPage } from '../../../core/not-found/not-found-page';
import { coveringWork, shownSince, shownStatus, shownWord } from '../live/shown-status';
import { CircuitDetail } from './circuit-detail';
import { CircuitEnds } from './circuit-ends';
import { CircuitFacts } from './circuit-facts';
import { CircuitLife } from './circuit-life';
import { circuitStory } from './circuit-story';
import { CircuitTimes } from './circuit-times';
import { CircuitTraffic } from './circuit-traffic';
import { LoadNow } from './load-now';
import { OutageList } from './outage-list';
import { QualityCard } from './quality-card';
import { StateList } from './state-list';
import { ThenCard } from './then-card';
import { bandsOf } from './time-bands';
import { ThresholdsCard } from './thresholds-card';
import { TrafficCard } from './traffic-card';

const SAME = {
  equal: (one: object | undefined, other: object | undefined) => JSON.stringify(one) === JSON.stringify(other),
};

/** One circuit: is it up and since when, what runs over it, what happened, what was contracted. */
@Component({
  selector: 'lw-circuit-page',
  imports: [
    CircuitEnds,
    CircuitFacts,
    CircuitLife,
    DurationPipe,
    FailureNotice,
    Icon,
    InstantPipe,
    LineTestCard,
    LoadNow,
    NotFoundPage,
    OutageList,
    PageHeading,
    QualityCard,
    RangePicker,
    RouterLink,
    Skeleton,
    StateList,
    Status,
    ThenCard,
    ThresholdsCard,
    TrafficCard,
    TranslocoPipe,
  ],
  providers: [CircuitDetail, CircuitTimes, CircuitTraffic],
  templateUrl: './circuit-page.html',
  styleUrl: './circuit-page.css',
})
export class CircuitPage {
  readonly id = input.required<string>();
  readonly from = input<string>();
  readonly to = input<string>();
  readonly side = input<string>();
  /** `1`: the period before is drawn beneath. */
  readonly compare = input<string>();
  /** An instant that somebody looks back at; ms. */
  readonly at = input<string>();

  protected readonly detail = inject(CircuitDetail);
  protected readonly times = inject(CircuitTimes);
  protected readonly locale = inject(Locale);
  protected readonly now = inject(Now);
  protected readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly transloco = inject(TranslocoService);
  private readonly title = inject(PageTitle);

  /** The moment that a chart of the page points at, ms: the others show it too. */
  protected readonly cursorAt = signal<number | undefined>(undefined);
  protected readonly isUnknown = computed(() => this.detail.failure()?.status === 404);
  protected readonly status = computed(() => {
    const circuit = this.detail.circuit();
    return circuit === undefined ? 'unknown' : shownStatus(circuit, this.now.calm());
  });
  /** What is written of it: a planned work that covers it stands above its status. */
  protected readonly word = computed(() => {
    const circuit = this.detail.circuit();
    return circuit === undefined ? 'unknown' : shownWord(circuit, this.now.calm());
  });
  protected readonly work = computed(() => {
    const circuit = this.detail.circuit();
    return circuit === undefined ? null : coveringWork(circuit, this.now.calm());
  });
  protected readonly since = computed(() => {
    const circuit = this.detail.circuit();
    return circuit === undefined ? null : shownSince(circuit, this.now.calm());
  });
  protected readonly story = computed(() => {
    const circuit = this.detail.circuit();
    this.locale.language();
    if (circuit === undefined) return '';
    const parts = circuitStory(circuit, this.now.calm());
    const said = parts.map(({ key, values }) => this.transloco.translate(key, values));
    return `${said.join(this.transloco.translate('story.comma'))}${this.transloco.translate('story.stop')}`;
  });
  protected readonly rangeText = computed<RangeText>(() => ({
    from: this.from() ?? DEFAULT_RANGE.from,
    to: this.to() ?? DEFAULT_RANGE.to,
  }));
  protected readonly range = computed(() => readRange(this.rangeText(), this.now.calm()));
  /** Whether the address asks for a range that cannot be shown, such as ten years. */
  protected readonly isRefused = computed(() => isRefused(this.rangeText(), this.now.calm()));
  protected readonly comparing = computed(() => this.compare() === '1');
  protected readonly then = computed(() => {
    const at = /^\d{1,15}$/.test(this.at() ?? '') ? Number(this.at()) : undefined;
    return at !== undefined && at <= this.now.calm() ? at : undefined;
  });
  protected readonly bands = computed(() => {
    this.locale.language();
    return bandsOf(this.times.timeline(), (key) => this.transloco.translate(key));
  });
  protected readonly name = computed(() => {
    const circuit = this.detail.circuit();
    return circuit?.alias ?? circuit?.name ?? '';
  });
  private readonly known = computed(() => {
    const circuit = this.detail.circuit();
    return circuit === undefined ? undefined : { id: circuit.id, since: circuit.since };
  }, SAME);
  protected readonly chosenSide = computed<CircuitEndSide>(() => (this.side() === 'Z' ? 'Z' : 'A'));

  constructor() {
    effect(() => {
      const id = this.id();
      untracked(() => {
        this.detail.open(id);
      });
    });
    effect(() => {
      const known = this.known();
      const range = this.rangeText();
      const revision = `${known?.since ?? ''} ${String(this.detail.recordsChanged())}`;
      untracked(() => {
        if (known !== undefined) this.times.ask({ circuitId: known.id, range, revision });
      });
    });
    effect(() => {
      const circuit = this.detail.circuit();
      this.locale.language();
      if (circuit === undefined) return;
      const word = this.transloco.translate(`status.${this.word()}`);
      this.title.say(`${word} – ${circuit.alias ?? circuit.name}`);
    });
  }

  protected showRange({ from, to }: RangeText): void {
    this.show({ from, to });
  }

  protected showSide(side: CircuitEndSide): void {
    this.show({ side: side === 'A' ? null : side });
  }

  protected showStretch({ from, to }: Stretch): void {
    this.show({ ...stretchText(Math.max(0, from), Math.min(to, this.now.ms())) });
  }

  protected showCompare(wanted: boolean): void {
    this.show({ compare: wanted ? '1' : null });
  }

  /** @param at ms; undefined goes back to now */
  protected lookBack(at: number | undefined): void {
    this.show({ at: at === undefined ? null : String(Math.round(at)) });
  }

  /** The range and side stand in the address; going back undoes a choice. */
  private show(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' });
  }
}
