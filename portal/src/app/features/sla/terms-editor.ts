import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import {
  type CreditTableView,
  DENOMINATORS,
  NO_DATA_POLICIES,
  SLA_METRICS,
  SlaContractCircuits,
  type SlaObjectiveForm,
  SlaSimulation,
  type SlaSpecificationForm,
  WorkingCalendarList,
} from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { TermsField } from './terms-field';
import { formField, generalTarget, specificationOf, type TermsStart } from './terms-form';

const readSimulation = answerOf(SlaSimulation);
const WORKDAYS = [1, 2, 3, 4, 5];

/** Why terms were not saved; reasons by the field of the form. */
interface Refusal {
  readonly code: FailureCode;
  readonly fields: ReadonlyMap<string, string>;
}

/** What one contract promises from a month on, and how it reckons. Tried on the last month before it is saved. */
@Component({
  selector: 'lw-terms-editor',
  imports: [TermsField, TranslocoPipe],
  templateUrl: './terms-editor.html',
  styleUrl: './sla.css',
})
export class TermsEditor {
  private readonly http = inject(HttpClient);
  protected readonly metrics = SLA_METRICS;
  protected readonly policies = NO_DATA_POLICIES;
  protected readonly denominators = DENOMINATORS;
  protected readonly weekdays = [1, 2, 3, 4, 5, 6, 7];
  protected readonly generalTarget = generalTarget;

  readonly start = input.required<TermsStart>();
  /** The stored terms that are changed; null makes the first ones of a contract. */
  readonly stored = input.required<{ readonly id: string; readonly version: number } | null>();
  readonly tables = input.required<readonly CreditTableView[]>();
  readonly saved = output();
  /** Somebody else changed the terms meanwhile; they have to be read again. */
  readonly outdated = output();
  readonly closed = output();

  protected readonly circuits = httpResource(() => `/api/v1/sla/contracts/${this.start().contractId}/circuits`, {
    parse: answerOf(SlaContractCircuits),
  });
  protected readonly calendars = httpResource(() => '/api/v1/working-calendars', {
    parse: answerOf(WorkingCalendarList),
  });
  protected readonly isAllHours = linkedSignal(() => this.start().hours === null);
  protected readonly workdays = computed(() => this.start().hours?.workdays ?? WORKDAYS);
  /** Promises to single circuits; each row is an object of its own, so that it keeps what was typed. */
  protected readonly own = linkedSignal<readonly SlaObjectiveForm[]>(() =>
    this.start().objectives.filter(({ circuitId }) => circuitId !== null),
  );
  protected readonly simulated = signal<SlaSimulation | undefined>(undefined);
  protected readonly refusal = signal<Refusal | undefined>(undefined);
  protected readonly isBusy = signal(false);

  protected reason(field: string): string | undefined {
    return this.refusal()?.fields.get(field);
  }

  protected addOwn(): void {
    this.own.update((rows) => [...rows, { circuitId: null, metric: 'AVAILABILITY', target: '' }]);
  }

  protected removeOwn(row: SlaObjectiveForm): void {
    this.own.update((rows) => rows.filter((each) => each !== row));
    this.refusal.set(undefined);
  }

  /** Takes holidays and worked days of one of the operator's calendars into the form. */
  protected takeDays(id: string, holidays: HTMLTextAreaElement, worked: HTMLTextAreaElement): void {
    const all = this.calendars.hasValue() ? this.calendars.value().items : [];
    const days = all.find((calendar) => calendar.id === id)?.days ?? [];
    const listed = (isWorked: boolean): string =>
      days.flatMap((each) => (each.isWorked === isWorked ? each.day : [])).join('\n');
    holidays.value = listed(false);
    worked.value = listed(true);
  }

  /** Saves or tries, by the button that was pressed. A new month makes new terms; the month that is there changes them. */
  protected async submit(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const pressed = (event as SubmitEvent).submitter;
    const stored = this.stored();
    const wish = specificationOf(new FormData(form), this.start().contractId, stored?.version ?? null);
    if (pressed instanceof HTMLButtonElement && pressed.value === 'try') {
      await this.attempt(wish, async () => {
        const body = await firstValueFrom(this.http.post('/api/v1/sla/specifications/simulation', wish));
        this.simulated.set(readSimulation(body));
      });
      return;
    }
    const changed = stored !== null && wish.validFrom === this.start().validFrom ? stored : null;
    const path = changed === null ? '/api/v1/sla/specifications' : `/api/v1/sla/specifications/${changed.id}`;
    await this.attempt(wish, async () => {
      await firstValueFrom(this.http.post(path, changed === null ? { ...wish, version: null } : wish));
      this.saved.emit();
    });
  }

  private async attempt(wish: SlaSpecificationForm, work: () => Promise<void>): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      await work();
    } catch (error) {
      const { code, fields } = toFailure(error);
      const named = fields.map(({ field, reason }) => [formField(field, wish), reason] as const);
      // What is taken is the month: a contract has one set of terms from a month on.
      const taken = code === 'edit.code-taken' ? ([['validFrom', 'taken']] as const) : [];
      this.refusal.set({ code, fields: new Map([...named, ...taken]) });
      if (code === 'edit.conflict') this.outdated.emit();
    } finally {
      this.isBusy.set(false);
    }
  }
}
