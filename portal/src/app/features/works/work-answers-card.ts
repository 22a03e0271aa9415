import { HttpClient } from '@angular/common/http';
import { Component, inject, input, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { WorkAnswerKind, WorkView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../core/auth/session';
import { type Failure, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';
import { fromLocalText, toLocalText } from './local-time';

/** What customers answered to a work, and the forms to answer and to reply. */
@Component({
  selector: 'lw-work-answers-card',
  imports: [InstantPipe, TranslocoPipe],
  templateUrl: './work-answers-card.html',
  styleUrl: './works.css',
})
export class WorkAnswersCard {
  readonly work = input.required<WorkView>();
  readonly changed = output();

  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);

  /** The form that is open: an answer of the customer, or the reply to one. */
  protected readonly open = signal<WorkAnswerKind | { readonly replyTo: string } | undefined>(undefined);
  protected readonly refused = signal<Failure | undefined>(undefined);
  protected readonly isBusy = signal(false);

  protected isReplyTo(id: string): boolean {
    const open = this.open();
    return typeof open === 'object' && open.replyTo === id;
  }

  /** The planned time of a later day, to begin with. */
  protected suggestion(at: string): string {
    return toLocalText(Date.parse(at) + 24 * 60 * 60_000, this.locale.zone());
  }

  protected acknowledge(): Promise<void> {
    return this.say({ kind: 'acknowledged', text: null, slotStart: null, slotEnd: null });
  }

  protected ask(event: Event, text: string): void {
    event.preventDefault();
    void this.say({ kind: 'question', text, slotStart: null, slotEnd: null });
  }

  protected object(event: Event, text: string, from: string, to: string): void {
    event.preventDefault();
    const zone = this.locale.zone();
    const [slotStart, slotEnd] = [fromLocalText(from, zone), fromLocalText(to, zone)];
    void this.say({ kind: 'objection', text, slotStart, slotEnd });
  }

  protected reply(event: Event, id: string, text: string): void {
    event.preventDefault();
    void this.send(`answers/${id}/reply`, { text });
  }

  private say(answer: object): Promise<void> {
    return this.send('answers', { ...answer, revision: this.work().revision });
  }

  private async send(path: string, body: object): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refused.set(undefined);
    try {
      await firstValueFrom(this.http.post(`/api/v1/works/${this.work().id}/${path}`, body));
      this.open.set(undefined);
    } catch (error) {
      this.refused.set(toFailure(error));
    }
    this.isBusy.set(false);
    this.changed.emit();
  }
}
