import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, signal } from '@angular/core';
import { form, FormRoot, maxLength, pattern, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { CIRCUIT_END_SIDES, CircuitView, MeasurePointList, type MeasurePointView } from '@linewatch/shared';
import { firstValueFrom, type Observable } from 'rxjs';
import { PageHeading } from '../../../core/a11y/page-heading';
import { answerOf } from '../../../core/http/answer';
import { type Failure, toFailure } from '../../../core/http/failure';
import { keptFresh } from '../../../core/http/kept-fresh';
import { Locale } from '../../../core/i18n/locale';
import { NotFoundPage } from '../../../core/not-found/not-found-page';
import { TextField } from '../../../ui/form/text-field';
import { formatDuration } from '../../../ui/format/quantities';
import { EmptyNotice } from '../../../ui/page-states/empty-notice';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { Table } from '../../../ui/table/table';
import { TableColumn } from '../../../ui/table/table-column';
import { ChoiceField } from '../new/choice-field';
import { FieldProblems } from '../new/field-problems';
import { EMPTY_POINT, FIELDS, isProbe, pointRequest, type PointSource, SOURCES, TAKES } from './point-fields';

/** What of a circuit is measured besides its ports: staff lay points down, and take them away. */
@Component({
  selector: 'lw-measure-points-page',
  imports: [
    ChoiceField,
    EmptyNotice,
    FailureNotice,
    FieldProblems,
    FormRoot,
    MatButton,
    NotFoundPage,
    PageHeading,
    RouterLink,
    Skeleton,
    Table,
    TableColumn,
    TextField,
    TranslocoPipe,
  ],
  templateUrl: './measure-points-page.html',
  styleUrl: '../new/new-device.css',
})
export class MeasurePointsPage {
  readonly id = input.required<string>();

  private readonly http = inject(HttpClient);
  private readonly locale = inject(Locale);
  private readonly transloco = inject(TranslocoService);
  private readonly address = computed(() => `/api/v1/circuits/${encodeURIComponent(this.id())}`);
  protected readonly circuit = keptFresh(httpResource(() => this.address(), { parse: answerOf(CircuitView) }));
  protected readonly points = keptFresh(
    httpResource(() => `${this.address()}/measure-points`, { parse: answerOf(MeasurePointList) }),
  );
  private readonly model = signal({ ...EMPTY_POINT });
  protected readonly refusal = signal<Failure | undefined>(undefined);
  protected readonly removalRefused = signal<Failure | undefined>(undefined);
  /** The point that is asked about before it is taken away. */
  protected readonly leaving = signal<number | undefined>(undefined);

  protected readonly isUnknown = computed(() => this.circuit.failure()?.status === 404);
  protected readonly fields = computed(() => FIELDS[this.model().source as PointSource]);
  protected readonly isProbe = computed(() => isProbe(this.model().source));
  /** Where each end is watched, for who has to name the interface. */
  protected readonly sides = computed(() =>
    CIRCUIT_END_SIDES.map((side) => {
      const facts = this.circuit.shown()?.endFacts.find((end) => end.side === side);
      const named = [side, facts?.device?.code, facts?.portName];
      return { id: side, name: named.filter((part) => part !== undefined && part !== null).join(' · ') };
    }),
  );
  protected readonly sources = computed(() => {
    this.locale.language();
    return SOURCES.map((source) => ({ id: source, name: this.say(`measurePoints.source.${source}`) }));
  });
  protected readonly identify = (point: MeasurePointView): string => String(point.id);

  protected readonly point = form(
    this.model,
    (path) => {
      required(path.intervalS);
      pattern(path.intervalS, /^\s*\d{2,5}\s*$/);
      maxLength(path.region, 40);
    },
    { submission: { action: async () => this.lay() } },
  );

  protected optionsOf(field: keyof typeof TAKES): readonly { id: string; name: string }[] {
    const takes = TAKES[field];
    if (typeof takes === 'string') return [];
    return takes.map((word) => ({ id: word, name: this.say(`measurePoints.word.${word}`) }));
  }

  protected time(seconds: number): string {
    return formatDuration(seconds * 1_000, this.locale.language());
  }

  private say(key: string): string {
    return this.transloco.translate(key);
  }

  private async lay(): Promise<void> {
    const { side, source } = this.model();
    const laid = this.http.post(`${this.address()}/measure-points`, pointRequest(this.model()));
    if (!(await this.done(laid, this.refusal))) return;
    this.model.set({ ...EMPTY_POINT, side, source });
    this.point().reset();
  }

  protected async remove(id: number): Promise<void> {
    this.leaving.set(undefined);
    await this.done(this.http.delete(`${this.address()}/measure-points/${String(id)}`), this.removalRefused);
  }

  /** @returns whether the server did it */
  private async done(act: Observable<unknown>, refusal: typeof this.refusal): Promise<boolean> {
    refusal.set(undefined);
    try {
      await firstValueFrom(act);
      this.points.reload();
      return true;
    } catch (error) {
      refusal.set(toFailure(error));
      return false;
    }
  }
}
