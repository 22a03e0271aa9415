import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { FaultReportForm, FaultReportView, Language } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../../core/auth/session';
import { type FailureCode, toFailure } from '../../../core/http/failure';
import { Locale } from '../../../core/i18n/locale';
import { InstantPipe } from '../../../ui/format/pipes';

/** The fault report: when it is due; to the NOC its draft in both languages; to the customer what was published. */
@Component({
  selector: 'lw-fault-report',
  imports: [InstantPipe, TranslocoPipe],
  template: `
    <section class="lw-card" aria-labelledby="fault-report">
      <h2 id="fault-report">{{ 'rfo.heading' | transloco }}</h2>
      @if (report().publishedAt; as at) {
        <p class="lw-muted">
          {{ 'rfo.published' | transloco: { time: (at | lwInstant: locale.language() : locale.zone()) } }}
          {{ 'rfo.file' | transloco }}
          <a [href]="file('zh-CN')" download lang="zh-CN">中文</a>
          <a [href]="file('en')" download lang="en">English</a>
        </p>
      } @else if (report().dueAt; as due) {
        <p>{{ 'rfo.due' | transloco: { time: (due | lwInstant: locale.language() : locale.zone()) } }}</p>
      }
      @if (session.may('tickets:work')) {
        <form (submit)="save($event, zh.value, en.value, false)">
          <label for="rfo-zh">{{ 'rfo.zh' | transloco }}</label>
          <textarea #zh id="rfo-zh" class="lw-field" rows="8" maxlength="20000" required lang="zh-CN">{{
            textZh()
          }}</textarea>
          <label for="rfo-en">{{ 'rfo.en' | transloco }}</label>
          <textarea #en id="rfo-en" class="lw-field" rows="8" maxlength="20000" required lang="en">{{
            textEn()
          }}</textarea>
          <div class="acts">
            <button type="submit" class="lw-button" [disabled]="isBusy()">{{ 'rfo.save' | transloco }}</button>
            <button
              type="button"
              class="lw-button"
              [disabled]="isBusy()"
              (click)="save($event, zh.value, en.value, true)"
            >
              {{ 'rfo.publish' | transloco }}
            </button>
          </div>
        </form>
      } @else if (locale.pick(report().textZh ?? '', report().textEn ?? '')) {
        <p class="text">{{ locale.pick(report().textZh ?? '', report().textEn ?? '') }}</p>
      }
      @if (refusal(); as code) {
        <p class="refused" role="alert">{{ 'error.' + code | transloco }}</p>
      }
    </section>
  `,
  styles: `
    section,
    form {
      display: grid;
      gap: 8px;
    }
    textarea {
      width: 100%;
      resize: vertical;
    }
    label {
      font-weight: 600;
    }
    .text {
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    .acts {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    .refused {
      color: var(--lw-down);
    }
  `,
})
export class FaultReport {
  readonly report = input.required<FaultReportView>();
  readonly changed = output();

  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);
  private readonly version = computed(() => this.report().version);
  /** The texts that the editing began with: a ticket that is read again meanwhile takes no typed word away. */
  protected readonly textZh = linkedSignal({
    source: this.version,
    computation: () => this.report().textZh ?? '',
  });
  protected readonly textEn = linkedSignal({
    source: this.version,
    computation: () => this.report().textEn ?? '',
  });
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  protected file(language: Language): string {
    return `/api/v1/tickets/${encodeURIComponent(this.report().ticketId)}/fault-report/${language}`;
  }

  protected async save(event: Event, textZh: string, textEn: string, publish: boolean): Promise<void> {
    event.preventDefault();
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    const { ticketId, version } = this.report();
    try {
      const body: FaultReportForm = { textZh, textEn, publish, version };
      await firstValueFrom(this.http.put(`/api/v1/tickets/${encodeURIComponent(ticketId)}/fault-report`, body));
      this.changed.emit();
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
    }
  }
}
