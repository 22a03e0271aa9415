import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import {
  CREDIT_BASES,
  CreditTableList,
  DENOMINATORS,
  NO_DATA_POLICIES,
  SlaSimulation,
  SlaSpecificationList,
  type SlaSpecificationView,
} from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { specificationOf, tiersOf, writtenTiers } from './terms-form';

const readSimulation = answerOf(SlaSimulation);

/** Why something was not saved: the code, and the fields with what is wrong with them. */
interface Refusal {
  readonly code: FailureCode;
  readonly fields: readonly string[];
}

/** What contracts promise and how they reckon, and the tables of credits. Tried on the last month before it is saved. */
@Component({
  selector: 'lw-terms-page',
  imports: [FailureNotice, PageHeading, Skeleton, TranslocoPipe],
  templateUrl: './terms-page.html',
  styleUrl: './sla.css',
})
export class TermsPage {
  private readonly http = inject(HttpClient);
  protected readonly policies = NO_DATA_POLICIES;
  protected readonly denominators = DENOMINATORS;
  protected readonly bases = CREDIT_BASES;
  protected readonly writtenTiers = writtenTiers;

  protected readonly specifications = httpResource(() => '/api/v1/sla/specifications', {
    parse: answerOf(SlaSpecificationList),
  });
  protected readonly tables = httpResource(() => '/api/v1/sla/credit-tables', { parse: answerOf(CreditTableList) });
  protected readonly failure = computed(() => {
    const error = this.specifications.error() ?? this.tables.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly edited = signal<SlaSpecificationView | undefined>(undefined);
  protected readonly simulated = signal<SlaSimulation | undefined>(undefined);
  protected readonly refusal = signal<Refusal | undefined>(undefined);
  protected readonly isBusy = signal(false);

  protected targetOf({ objectives }: SlaSpecificationView, metric: string): string {
    return objectives.find((objective) => objective.metric === metric && objective.circuitId === null)?.target ?? '';
  }

  protected edit(specification: SlaSpecificationView): void {
    this.simulated.set(undefined);
    this.refusal.set(undefined);
    this.edited.set(specification);
  }

  /** Saves or tries, by the button that was pressed. A new month makes new terms; the month that is there changes them. */
  protected async submit(event: Event, form: HTMLFormElement, before: SlaSpecificationView): Promise<void> {
    event.preventDefault();
    const pressed = (event as SubmitEvent).submitter;
    const wish = specificationOf(new FormData(form), before);
    if (pressed instanceof HTMLButtonElement && pressed.value === 'try') {
      await this.attempt(async () => {
        const body = await firstValueFrom(this.http.post('/api/v1/sla/specifications/simulation', wish));
        this.simulated.set(readSimulation(body));
      });
      return;
    }
    const isSame = wish.validFrom === before.validFrom;
    const path = isSame ? `/api/v1/sla/specifications/${before.id}` : '/api/v1/sla/specifications';
    await this.attempt(async () => {
      await firstValueFrom(this.http.post(path, isSame ? wish : { ...wish, version: null }));
      this.edited.set(undefined);
    });
    this.specifications.reload();
  }

  protected async addTable(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    await this.attempt(async () => {
      await firstValueFrom(this.http.post('/api/v1/sla/credit-tables', tiersOf(new FormData(form))));
      form.reset();
    });
    this.tables.reload();
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      await work();
    } catch (error) {
      const { code, fields } = toFailure(error);
      this.refusal.set({ code, fields: fields.map(({ field, reason }) => `${field}: ${reason}`) });
    } finally {
      this.isBusy.set(false);
    }
  }
}
