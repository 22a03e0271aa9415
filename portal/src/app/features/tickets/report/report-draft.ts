import { effect, inject, Service, signal, untracked } from '@angular/core';
import { type Level, LEVELS, type Symptom, SYMPTOMS } from '@linewatch/shared';
import { ownKey } from '../../../core/auth/own-storage';
import { Session } from '../../../core/auth/session';

/** A report that is being written. Texts are as they were typed. */
export interface Report {
  readonly symptom: Symptom | undefined;
  readonly description: string;
  /** As an input of type `datetime-local` has it, in the zone of the page. */
  readonly began: string;
  readonly impact: Level;
  readonly urgency: Level;
  /** Null: as the papers of the customer have it. */
  readonly contactName: string | null;
  readonly contactPhone: string | null;
  readonly accessHours: string | null;
  readonly mayInterrupt: boolean;
  readonly externalId: string;
  /** By which the server knows a report that is sent twice. */
  readonly key: string;
}

/** What a symptom does to most who have it; the reporter may know better. */
const USUAL_IMPACT: Readonly<Record<Symptom, Level>> = {
  DOWN: 'high',
  INTERMITTENT: 'medium',
  SLOW: 'medium',
  LOSS: 'medium',
  DELAY: 'medium',
  ONE_WAY: 'high',
  BACKUP_LOST: 'medium',
  SINGLE_APPLICATION: 'low',
  QUESTION: 'low',
  OTHER: 'medium',
};

function blank(): Report {
  return {
    symptom: undefined,
    description: '',
    began: '',
    impact: 'medium',
    urgency: 'medium',
    contactName: null,
    contactPhone: null,
    accessHours: null,
    mayInterrupt: false,
    externalId: '',
    key: crypto.randomUUID(),
  };
}

/** Keeps what was typed on this computer until it was sent, for the person who typed it and nobody else. */
@Service({ autoProvided: false })
export class ReportDraft {
  private readonly store = ownKey(inject(Session).view()?.userId ?? '', 'report');
  readonly report = signal<Report>(this.kept() ?? blank());
  /** Whether the page began with what was typed before. */
  readonly isRestored = signal(this.report().symptom !== undefined || this.report().description !== '');

  constructor() {
    effect(() => {
      const report = this.report();
      untracked(() => {
        this.keep(report);
      });
    });
  }

  change(change: Partial<Report>): void {
    this.report.update((report) => ({ ...report, ...change }));
  }

  /** That business stands still is for its reporter to say: otherwise the grade of the customer decides (P-PRIO). */
  chooseSymptom(symptom: Symptom): void {
    const impact = USUAL_IMPACT[symptom];
    this.change({ symptom, impact, urgency: impact === 'high' ? 'medium' : impact });
  }

  /** The report was taken, or is not wanted any more. */
  discard(): void {
    this.report.set(blank());
    this.isRestored.set(false);
    localStorage.removeItem(this.store);
  }

  private keep(report: Report): void {
    if (report.symptom === undefined && report.description === '') return;
    try {
      localStorage.setItem(this.store, JSON.stringify(report));
    } catch {
      // A full or forbidden store loses the draft and nothing else.
    }
  }

  private kept(): Report | undefined {
    try {
      return readReport(JSON.parse(localStorage.getItem(this.store) ?? 'null'));
    } catch {
      // What cannot be read is no draft.
      return undefined;
    }
  }
}

/** What an earlier page kept, field by field: another version of this page may have written it. */
export function readReport(kept: unknown): Report | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const values = new Map<string, unknown>(Object.entries(kept));
  const said = (name: keyof Report): string | null => {
    const value = values.get(name);
    return typeof value === 'string' ? value : null;
  };
  const text = (name: keyof Report): string => said(name) ?? '';
  const level = (name: 'impact' | 'urgency'): Level => LEVELS.find((each) => each === values.get(name)) ?? 'medium';
  return {
    symptom: SYMPTOMS.find((each) => each === values.get('symptom')),
    description: text('description'),
    began: text('began'),
    impact: level('impact'),
    urgency: level('urgency'),
    contactName: said('contactName'),
    contactPhone: said('contactPhone'),
    accessHours: said('accessHours'),
    mayInterrupt: values.get('mayInterrupt') === true,
    externalId: text('externalId'),
    key: text('key') === '' ? crypto.randomUUID() : text('key'),
  };
}
