import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import {
  type NamedTarget,
  Saved,
  WORK_IMPACTS,
  WORK_KINDS,
  WorkPreview,
  type WorkTarget,
  WorkView,
} from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { Now } from '../../core/clock/now';
import { CodeTables } from '../../core/codes/code-tables';
import { answerOf } from '../../core/http/answer';
import { type Failure, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';
import { fromLocalText, toLocalText } from './local-time';
import { TargetPicker } from './target-picker';

const DAY_MS = 24 * 60 * 60_000;
const WORKS = '/api/v1/works';

/** Plans a work or changes one: what is worked at and when, what that hits, and what stands against it. */
@Component({
  selector: 'lw-plan-page',
  imports: [InstantPipe, PageHeading, RouterLink, TargetPicker, TranslocoPipe],
  templateUrl: './plan-page.html',
  styleUrl: './works.css',
})
export class PlanPage {
  /** Of the work that is changed; none: a new one. */
  readonly id = input<string>();

  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  protected readonly codes = inject(CodeTables);
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private readonly transloco = inject(TranslocoService);
  private readonly now = inject(Now);

  protected readonly kinds = WORK_KINDS;
  protected readonly impacts = WORK_IMPACTS;
  private readonly work = httpResource(
    () => {
      const id = this.id();
      return id === undefined ? undefined : `${WORKS}/${encodeURIComponent(id)}`;
    },
    { parse: answerOf(WorkView) },
  );
  /** The work as it was when the page was opened. */
  protected readonly stored = computed(() => (this.work.hasValue() ? this.work.value() : undefined));
  protected readonly isReady = computed(() => this.id() === undefined || this.stored() !== undefined);
  protected readonly loadFailure = computed(() => {
    const error = this.work.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly targets = linkedSignal<readonly NamedTarget[]>(() => this.stored()?.targets ?? []);
  /** At night, when most works are done. */
  private readonly firstStart = this.now.ms() + 7 * DAY_MS;
  protected readonly start = computed(() => {
    const stored = this.stored();
    return stored === undefined
      ? `${toLocalText(this.firstStart, this.locale.zone()).slice(0, 10)}T00:00`
      : toLocalText(Date.parse(stored.plannedStart), this.locale.zone());
  });
  protected readonly end = computed(() => {
    const stored = this.stored();
    return stored === undefined
      ? `${toLocalText(this.firstStart, this.locale.zone()).slice(0, 10)}T04:00`
      : toLocalText(Date.parse(stored.plannedEnd), this.locale.zone());
  });
  protected readonly preview = signal<WorkPreview | undefined>(undefined);
  protected readonly hasConflicts = computed(() => {
    const preview = this.preview();
    return preview !== undefined && preview.overlaps.length + preview.blackouts.length + preview.diversity.length > 0;
  });
  protected readonly refused = signal<Failure | undefined>(undefined);
  protected readonly wrongFields = computed(() => {
    const fields =
      this.refused()?.fields.map(({ field }) => this.transloco.translate(FIELD_WORDS[field] ?? field)) ?? [];
    return fields.join(', ');
  });
  protected readonly isBusy = signal(false);

  protected add(target: NamedTarget): void {
    const others = this.targets().filter(({ kind, id }) => kind !== target.kind || id !== target.id);
    this.targets.set([...others, target]);
  }

  protected remove(target: NamedTarget): void {
    this.targets.set(this.targets().filter((each) => each !== target));
  }

  protected async look(form: HTMLFormElement): Promise<void> {
    const { kind, plannedStart, plannedEnd } = this.wish(form);
    await this.act(async () => {
      const body = { id: this.id() ?? null, kind, plannedStart, plannedEnd, targets: this.plainTargets() };
      this.preview.set(answerOf(WorkPreview)(await firstValueFrom(this.http.post(`${WORKS}/preview`, body))));
    });
  }

  protected async save(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    await this.act(async () => {
      const id = this.id();
      const path = id === undefined ? WORKS : `${WORKS}/${encodeURIComponent(id)}`;
      const saved = answerOf(Saved)(await firstValueFrom(this.http.post(path, this.wish(form))));
      await this.router.navigate(['/works', saved.id]);
    });
  }

  private async act(work: () => Promise<void>): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refused.set(undefined);
    try {
      await work();
    } catch (error) {
      this.refused.set(toFailure(error));
    }
    this.isBusy.set(false);
  }

  private wish(form: HTMLFormElement): Record<string, unknown> {
    const data = new FormData(form);
    const text = (name: string): string => {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    };
    const zone = this.locale.zone();
    return {
      kind: text('kind'),
      title: text('title'),
      impact: text('impact'),
      impactText: text('impactText'),
      risk: text('risk'),
      fallbackPlan: text('fallbackPlan'),
      plannedStart: fromLocalText(text('plannedStart'), zone),
      plannedEnd: fromLocalText(text('plannedEnd'), zone),
      targets: this.plainTargets(),
      shortNoticeReason: text('shortNoticeReason'),
      blackoutReason: text('blackoutReason'),
      diversityReason: this.session.may('works:approve')
        ? text('diversityReason')
        : (this.stored()?.plan?.diversityReason ?? null),
      version: this.stored()?.version ?? null,
    };
  }

  private plainTargets(): WorkTarget[] {
    return this.targets().map(({ kind, id }) => ({ kind, id }));
  }
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  title: 'works.titleField',
  plannedStart: 'works.start',
  plannedEnd: 'works.end',
  targets: 'works.targets',
  impactText: 'works.impactText',
  fallbackPlan: 'works.fallbackPlan',
};
