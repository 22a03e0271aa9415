import { Component, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { ReportFile, ReportRow } from '@linewatch/shared';

/** The files of a report, as links that save them. */
@Component({
  selector: 'lw-report-files',
  imports: [TranslocoPipe],
  template: `
    @for (file of report().files; track file.sha256) {
      <a
        class="lw-button"
        download
        [href]="addressOf(file)"
        [attr.title]="'SHA-256 ' + file.sha256"
        [attr.aria-label]="
          'reports.download' | transloco: { format: file.format.toUpperCase(), language: languageOf(file) }
        "
        >{{ file.format.toUpperCase() }} {{ languageOf(file) }}</a
      >
    } @empty {
      @if (isBeingMade()) {
        <span class="lw-muted" role="status">{{ 'reports.writing' | transloco }}</span>
      }
    }
  `,
  styles: ':host { display: flex; flex-wrap: wrap; gap: 8px; }',
})
export class ReportFiles {
  readonly report = input.required<ReportRow>();

  protected isBeingMade(): boolean {
    return ['queued', 'generating', 'generated'].includes(this.report().state);
  }

  protected addressOf({ format, language }: ReportFile): string {
    return `/api/v1/reports/${this.report().id}/files/${format}/${language}`;
  }

  /** Each language by its own name. */
  protected languageOf({ language }: ReportFile): string {
    return language === 'en' ? 'English' : '中文';
  }
}
