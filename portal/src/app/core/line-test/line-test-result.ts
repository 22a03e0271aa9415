import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { LineTestView } from '@linewatch/shared';
import { InstantPipe } from '../../ui/format/pipes';
import { formatDbm, formatDelay, formatPercent } from '../../ui/format/quantities';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Now } from '../clock/now';
import { answerOf } from '../http/answer';
import { Locale } from '../i18n/locale';
import { watched } from '../live/watched';

/** While a test runs it is asked for so often, should the feed be away. */
const ASK_AGAIN_MS = 3_000;

/** How far a test of a line is, and its verdict with the readings behind it. */
@Component({
  selector: 'lw-line-test-result',
  imports: [FailureNotice, InstantPipe, RouterLink, TranslocoPipe],
  templateUrl: './line-test-result.html',
  styleUrl: './line-test-result.css',
})
export class LineTestResult {
  readonly testId = input.required<string>();

  protected readonly locale = inject(Locale);
  private readonly now = inject(Now);
  protected readonly dbm = formatDbm;
  protected readonly delay = formatDelay;
  protected readonly percent = formatPercent;

  private readonly read = watched(
    () => ({ url: `/api/v1/line-tests/${encodeURIComponent(this.testId())}` }),
    answerOf(LineTestView),
    { records: ({ kind, id }) => kind === 'line-test' && id === this.testId() },
  );
  protected readonly failure = this.read.failure;
  protected readonly test = computed(() => {
    const test = this.read.shown();
    return test?.id === this.testId() ? test : undefined;
  });
  /** Seconds that are left at most. */
  protected readonly leftS = computed(() =>
    Math.max(0, Math.ceil((Date.parse(this.test()?.dueAt ?? '') - this.now.ms()) / 1_000)),
  );

  constructor() {
    let askedAt = this.now.ms();
    effect(() => {
      const ms = this.now.ms();
      untracked(() => {
        const isRunning = this.test() !== undefined && this.test()?.result === null;
        if (!isRunning || ms - askedAt < ASK_AGAIN_MS) return;
        askedAt = ms;
        this.read.reload();
      });
    });
  }

  protected reload(): void {
    this.read.reload();
  }
}
