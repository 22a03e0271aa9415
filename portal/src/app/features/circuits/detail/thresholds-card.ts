import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, input, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { ThresholdList, type ThresholdView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../../core/auth/session';
import { answerOf } from '../../../core/http/answer';
import { type FailureCode, toFailure } from '../../../core/http/failure';
import { Locale } from '../../../core/i18n/locale';
import { watched } from '../../../core/live/watched';
import { DurationPipe } from '../../../ui/format/pipes';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Severity } from '../../../ui/severity/severity';
import { ThresholdEditor } from './threshold-editor';

/** The customer's own levels for one circuit: what is watched, how it stands, and the way to change it. */
@Component({
  selector: 'lw-thresholds-card',
  imports: [DurationPipe, FailureNotice, Severity, ThresholdEditor, TranslocoPipe],
  templateUrl: './thresholds-card.html',
  styleUrl: './thresholds-card.css',
})
export class ThresholdsCard {
  readonly circuitId = input.required<string>();

  protected readonly locale = inject(Locale);
  private readonly session = inject(Session);
  private readonly http = inject(HttpClient);

  protected readonly list = watched(
    () => ({ url: '/api/v1/thresholds', params: { circuitId: this.circuitId() } }),
    answerOf(ThresholdList),
    { records: ({ kind }) => kind === 'fault' },
  );
  protected readonly mayManage = computed(() => this.session.may('thresholds:manage'));
  /** What is being edited: one that is there, or a new one. */
  protected readonly edited = signal<ThresholdView | 'new' | undefined>(undefined);
  /** The one that is about to be removed. */
  protected readonly asked = signal<string | undefined>(undefined);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  protected saved(): void {
    this.edited.set(undefined);
    this.list.reload();
  }

  protected async remove(id: string): Promise<void> {
    this.refusal.set(undefined);
    try {
      await firstValueFrom(this.http.delete(`/api/v1/thresholds/${encodeURIComponent(id)}`));
      this.asked.set(undefined);
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    }
    this.list.reload();
  }
}
