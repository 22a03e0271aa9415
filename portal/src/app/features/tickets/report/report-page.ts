import {
  Component,
  computed,
  effect,
  type ElementRef,
  inject,
  input,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import {
  type CircuitRow,
  DOCUMENT_TYPES,
  LEVELS,
  SYMPTOMS,
  TICKET_FILE_MAX_BYTES,
  type TicketForm,
} from '@linewatch/shared';
import { PageHeading } from '../../../core/a11y/page-heading';
import { Now } from '../../../core/clock/now';
import { Locale } from '../../../core/i18n/locale';
import { LineTestCard } from '../../../core/line-test/line-test-card';
import { fromLocalInput, toLocalInput } from '../../../ui/format/local-time';
import { DurationPipe, InstantPipe } from '../../../ui/format/pipes';
import { formatBytes } from '../../../ui/format/quantities';
import { Icon } from '../../../ui/icon/icon';
import { Status } from '../../../ui/status/status';
import { TicketChip } from '../words/ticket-chip';
import { TimeLeft } from '../words/time-left';
import { ReportCircuits } from './report-circuits';
import { ReportDraft } from './report-draft';
import { type Passage, ReportStore } from './report-store';

/** Reports a fault: which line, what is wrong, send. All else is filled in and can be changed. */
@Component({
  selector: 'lw-report-page',
  imports: [
    DurationPipe,
    Icon,
    InstantPipe,
    LineTestCard,
    PageHeading,
    ReportCircuits,
    RouterLink,
    Status,
    TicketChip,
    TimeLeft,
    TranslocoPipe,
  ],
  providers: [ReportDraft, ReportStore],
  templateUrl: './report-page.html',
  styleUrl: './report-page.css',
})
export class ReportPage {
  /** The line that the person came from. */
  readonly circuit = input<string>();
  /** The fault that the person came from. */
  readonly fault = input<string>();
  /** A ticket that is over, of which this is the sequel. */
  readonly follows = input<string>();

  protected readonly draft = inject(ReportDraft);
  protected readonly store = inject(ReportStore);
  protected readonly locale = inject(Locale);
  private readonly now = inject(Now);
  private readonly router = inject(Router);
  private readonly transloco = inject(TranslocoService);
  private readonly summary = viewChild<ElementRef<HTMLElement>>('summary');

  protected readonly symptoms = SYMPTOMS;
  protected readonly levels = LEVELS;
  protected readonly endings = Object.keys(DOCUMENT_TYPES)
    .map((ending) => `.${ending}`)
    .join(',');
  protected readonly sizeOf = formatBytes;
  protected readonly files = signal<readonly File[]>([]);
  protected readonly isChoosing = signal(false);
  /** The test that was run while filing, and of which line. */
  protected readonly test = signal<{ readonly circuitId: string; readonly id: string } | undefined>(undefined);
  /** What is missing or wrong, by field, since the last try to send. */
  protected readonly problems = signal<readonly ReportProblem[]>([]);
  protected readonly latest = computed(() => toLocalInput(this.now.calm(), this.locale.zone()));
  protected readonly contact = computed(() => {
    const { contactName, contactPhone, accessHours } = this.draft.report();
    const known = this.store.contact();
    return {
      name: contactName ?? known?.name ?? '',
      phone: contactPhone ?? known?.phone ?? '',
      accessHours: accessHours ?? known?.accessHours ?? '',
      siteId: known?.siteId ?? null,
    };
  });
  /** A ticket of somebody else of the same customer that the server knows of. */
  protected readonly already = computed(() => {
    const refusal = this.store.refusal();
    if (refusal?.code !== 'ticket.already-open') return undefined;
    return { id: String(refusal.details['ticketId'] ?? ''), number: String(refusal.details['number'] ?? '') };
  });

  constructor() {
    effect(() => {
      const id = this.circuit();
      untracked(() => {
        this.store.begin(id);
      });
    });
    effect(() => {
      if (!this.store.first.hasValue()) return;
      const circuit = this.store.first.value();
      untracked(() => {
        this.store.adopt(circuit);
      });
    });
  }

  protected toggle(circuit: CircuitRow): void {
    this.store.toggle(circuit);
  }

  protected addFiles(box: HTMLInputElement): void {
    this.files.update((files) => [...files, ...(box.files ?? [])]);
    box.value = '';
  }

  protected dropFile(file: File): void {
    this.files.update((files) => files.filter((each) => each !== file));
  }

  protected isWrong(field: ReportProblem): boolean {
    return this.problems().includes(field);
  }

  protected async send(event: Event, passage?: Passage): Promise<void> {
    event.preventDefault();
    this.problems.set(this.look());
    if (this.problems().length > 0) {
      setTimeout(() => this.summary()?.nativeElement.focus());
      return;
    }
    const ticket = await this.store.send(this.form(), passage);
    if (ticket === undefined) {
      this.problems.set(fieldsOf(this.store.refusal()?.fields ?? []));
      return;
    }
    const lost = await this.store.addFiles(ticket.id, this.files());
    this.draft.discard();
    const queryParams = {
      ...(!(passage !== undefined && 'join' in passage) && { filed: 1 }),
      ...(lost > 0 && { lost }),
    };
    await this.router.navigate(['/tickets', ticket.id], { queryParams });
  }

  private look(): ReportProblem[] {
    const { symptom, began } = this.draft.report();
    const at = began === '' ? undefined : fromLocalInput(began, this.locale.zone());
    return [
      ...(this.store.circuits().length === 0 ? (['circuits'] as const) : []),
      ...(symptom === undefined ? (['symptom'] as const) : []),
      ...(at !== undefined && at > this.now.ms() ? (['began'] as const) : []),
      ...(this.files().some(({ size }) => size > TICKET_FILE_MAX_BYTES) ? (['files'] as const) : []),
    ];
  }

  private form(): TicketForm {
    const report = this.draft.report();
    const symptom = report.symptom ?? 'OTHER';
    const at = report.began === '' ? undefined : fromLocalInput(report.began, this.locale.zone());
    const { name, phone, siteId } = this.contact();
    // What the papers say of the site holds on the day on which somebody comes, not as it was when this was sent.
    const accessHours = report.accessHours?.trim() ?? '';
    const test = this.test();
    const circuitIds = this.store.circuits().map(({ id }) => id);
    return {
      circuitIds,
      ticketType: 'incident',
      symptom,
      description:
        report.description.trim() === '' ? this.transloco.translate(`symptom.${symptom}`) : report.description,
      beganAt: at === undefined ? null : new Date(at).toISOString(),
      impact: report.impact,
      urgency: report.urgency,
      externalId: report.externalId.trim() === '' ? null : report.externalId,
      contacts:
        name.trim() === ''
          ? []
          : [
              {
                name,
                phone: phone.trim() === '' ? null : phone,
                siteId,
                accessHours: accessHours === '' ? null : accessHours,
              },
            ],
      mayInterrupt: report.mayInterrupt,
      faultId: this.fault() ?? this.store.fault()?.id ?? null,
      outageId: null,
      lineTestId: test !== undefined && circuitIds.includes(test.circuitId) ? test.id : null,
      follows: this.follows() ?? null,
    };
  }
}

const REPORT_FIELDS = ['circuits', 'symptom', 'began', 'files', 'description', 'contact', 'externalId'] as const;
export type ReportProblem = (typeof REPORT_FIELDS)[number];

/** The fields of the page that the server found something wrong with. */
function fieldsOf(fields: readonly { field: string }[]): ReportProblem[] {
  const names = fields.map(({ field }) =>
    field.startsWith('circuitIds')
      ? 'circuits'
      : field.startsWith('beganAt')
        ? 'began'
        : field.startsWith('contacts')
          ? 'contact'
          : field,
  );
  return REPORT_FIELDS.filter((each) => names.includes(each));
}
