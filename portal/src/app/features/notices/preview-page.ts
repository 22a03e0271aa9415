import { httpResource } from '@angular/common/http';
import { Component, computed, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { NOTICE_KINDS, type NoticeKind, NoticePreview } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { answerOf } from '../../core/http/answer';
import { toFailure } from '../../core/http/failure';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { KIND_TOPICS } from './kind-topics';
import { NoticeTabs } from './notice-tabs';

/** What a message of each kind looks like, in both languages, with made-up facts. */
@Component({
  selector: 'lw-notice-preview-page',
  imports: [FailureNotice, NoticeTabs, PageHeading, Skeleton, TranslocoPipe],
  template: `
    <header class="head">
      <div>
        <h1 lwPageHeading>{{ 'title.toldPreview' | transloco }}</h1>
        <p class="lw-muted">{{ 'told.previewSentence' | transloco }}</p>
      </div>
      <label>
        <span class="lw-hidden">{{ 'told.kind' | transloco }}</span>
        <select #kindSelect class="lw-field" (change)="choose(kindSelect.value)">
          @for (group of topics; track group.topic) {
            <optgroup [label]="'toldTopic.' + group.topic | transloco">
              @for (name of group.kinds; track name) {
                <option [value]="name" [selected]="kind() === name">{{ 'toldKind.' + name | transloco }}</option>
              }
            </optgroup>
          }
        </select>
      </label>
    </header>
    <lw-notice-tabs />
    @if (failure(); as failed) {
      <lw-failure [failure]="failed" (retry)="preview.reload()" />
    } @else if (preview.hasValue()) {
      @for (text of preview.value().texts; track text.language) {
        <section class="lw-card stack" [attr.lang]="text.language" [attr.aria-label]="text.subject">
          <h2>{{ text.subject }}</h2>
          <pre>{{ text.text }}</pre>
          <p class="lw-muted">{{ 'told.smsOf' | transloco: { count: text.sms.length } }}</p>
          <pre>{{ text.sms }}</pre>
        </section>
      }
    } @else {
      <lw-skeleton [rows]="8" />
    }
  `,
  styleUrl: './notices.css',
})
export class NoticePreviewPage {
  protected readonly topics = KIND_TOPICS;
  protected readonly kind = signal<NoticeKind>('fault.raised');
  protected readonly preview = httpResource(() => ({ url: '/api/v1/notices/preview', params: { kind: this.kind() } }), {
    parse: answerOf(NoticePreview),
  });
  protected readonly failure = computed(() => {
    const error = this.preview.error();
    return error === undefined ? undefined : toFailure(error);
  });

  protected choose(value: string): void {
    const kind = NOTICE_KINDS.find((each) => each === value);
    if (kind !== undefined) this.kind.set(kind);
  }
}
