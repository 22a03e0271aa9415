import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import {
  type ExclusionAction,
  ExclusionPage as ExclusionAnswer,
  type ExclusionView,
  PROPOSED_REASONS,
} from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';

/** Where each step is sent. */
const WAYS: Readonly<Partial<Record<ExclusionAction, string>>> = {
  approve: 'decision',
  reject: 'decision',
  uphold: 'decision',
  lift: 'decision',
  object: 'objection',
  withdraw: 'withdrawal',
};

/** Time that is taken out of the availability: proposed, approved, objected to, answered. */
@Component({
  selector: 'lw-exclusions-page',
  imports: [EmptyNotice, FailureNotice, InstantPipe, PageHeading, RouterLink, Skeleton, TranslocoPipe],
  templateUrl: './exclusions-page.html',
  styleUrl: './sla.css',
})
export class ExclusionsPage {
  /** Of one circuit only. With `from` and `to` (ISO 8601) its time is to be proposed. */
  readonly circuit = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();
  readonly before = input<string>();

  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);
  protected readonly reasons = PROPOSED_REASONS;
  protected readonly page = httpResource(
    () => {
      const [circuit, before] = [this.circuit(), this.before()];
      const params = { ...(circuit !== undefined && { circuit }), ...(before !== undefined && { before }) };
      return { url: '/api/v1/sla/exclusions', params };
    },
    { parse: answerOf(ExclusionAnswer) },
  );
  protected readonly failure = computed(() => {
    const error = this.page.error();
    return error === undefined ? undefined : toFailure(error);
  });
  /** What the address asks to propose; undefined for whoever may not. */
  protected readonly wish = computed(() => {
    const [circuitId, from, to] = [this.circuit(), this.from(), this.to()];
    if (circuitId === undefined || from === undefined || to === undefined) return undefined;
    return this.session.may('sla:exclude') && !this.isProposed() ? { circuitId, from, to } : undefined;
  });
  private readonly isProposed = signal(false);
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  protected async propose(event: Event, reason: string, comment: string): Promise<void> {
    event.preventDefault();
    const wish = this.wish();
    if (wish === undefined) return;
    await this.send('/api/v1/sla/exclusions', { ...wish, reason, comment });
    if (this.refusal() === undefined) this.isProposed.set(true);
  }

  protected async act(event: Event, { id, version }: ExclusionView, comment: string): Promise<void> {
    event.preventDefault();
    const pressed = (event as SubmitEvent).submitter;
    const action = pressed instanceof HTMLButtonElement ? (pressed.value as ExclusionAction) : 'propose';
    const way = WAYS[action];
    if (way === undefined) return;
    await this.send(`/api/v1/sla/exclusions/${id}/${way}`, {
      ...(way === 'decision' && { action }),
      comment,
      version,
    });
  }

  private async send(path: string, body: object): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      await firstValueFrom(this.http.post(path, body));
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
      // Also after a refusal: what somebody else did meanwhile has to be seen.
      this.page.reload();
    }
  }
}
