import { HttpClient, httpResource } from '@angular/common/http';
import { computed, effect, inject, Service, signal, untracked } from '@angular/core';
import {
  type ChangedRecord,
  type NoteVisibility,
  type RatingForm,
  type TicketAct,
  type TicketPauseForm,
  TicketView,
} from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../../core/http/answer';
import { type Failure, toFailure } from '../../../core/http/failure';
import { LiveCursor, type LiveView } from '../../../core/live/live-cursor';

const readTicket = answerOf(TicketView);

/** Body of an act; the version is put in by the store. */
export type ActWish = Omit<TicketAct, 'version'>;

/** One ticket: read once, read again when it is told to have changed, and all that can be done to it. */
@Service({ autoProvided: false })
export class TicketStore implements LiveView {
  private readonly http = inject(HttpClient);
  private readonly cursor = new LiveCursor(this);
  private readonly id = signal<string | undefined>(undefined);
  private readonly current = signal<TicketView | undefined>(undefined);
  private readonly path = computed(() => `/api/v1/tickets/${encodeURIComponent(this.id() ?? '')}`);
  private readonly snapshot = httpResource(() => this.request(), { parse: readTicket });

  readonly ticket = this.current.asReadonly();
  readonly isLoading = this.snapshot.isLoading;
  readonly failure = computed(() => {
    const error = this.snapshot.error();
    return error === undefined ? undefined : toFailure(error);
  });
  readonly isBusy = signal(false);
  /** Why the last act was refused. */
  readonly refusal = signal<Failure | undefined>(undefined);

  constructor() {
    effect(() => {
      if (!this.snapshot.hasValue()) return;
      const view = this.snapshot.value();
      untracked(() => {
        this.adopt(view);
        this.cursor.ready();
      });
    });
  }

  open(id: string): void {
    if (id === this.id()) return;
    this.current.set(undefined);
    this.refusal.set(undefined);
    this.id.set(id);
  }

  reload(): void {
    this.cursor.begin();
    this.snapshot.reload();
  }

  apply(): void {
    // What a circuit measures now is not on this page.
  }

  changed(records: readonly ChangedRecord[]): void {
    if (records.some(({ kind, id }) => kind === 'ticket' && id === this.id())) this.reload();
  }

  /** @returns whether it was done; else `refusal` says why, and the page shows the ticket as it is now */
  act(wish: ActWish): Promise<boolean> {
    return this.send('acts', { ...wish, version: this.current()?.version ?? 0 });
  }

  note(text: string, visibility: NoteVisibility): Promise<boolean> {
    return this.send('notes', { text, visibility });
  }

  rate(form: RatingForm): Promise<boolean> {
    return this.send('ratings', form);
  }

  pause(form: Omit<TicketPauseForm, 'version'>): Promise<boolean> {
    return this.send('pauses', { ...form, version: this.current()?.version ?? 0 });
  }

  dispute(pauseId: string, text: string): Promise<boolean> {
    return this.send(`pauses/${encodeURIComponent(pauseId)}/dispute`, { text });
  }

  /** Adds a file as it is; what is wrong with it is found by the server, which looks into it. */
  addFile(file: File, visibility: NoteVisibility): Promise<boolean> {
    return this.run(() =>
      firstValueFrom(
        this.http.post(`${this.path()}/files`, file, {
          params: { name: file.name, visibility },
          headers: { 'Content-Type': 'application/octet-stream' },
        }),
      ),
    );
  }

  private send(what: string, body: object): Promise<boolean> {
    return this.run(() => firstValueFrom(this.http.post(`${this.path()}/${what}`, body)));
  }

  private async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.isBusy()) return false;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      this.adopt(readTicket(await work()));
      return true;
    } catch (error) {
      this.refusal.set(toFailure(error));
      // What somebody else did meanwhile has to be seen before it is done over.
      this.reload();
      return false;
    } finally {
      this.isBusy.set(false);
    }
  }

  /** An answer that was overtaken by a newer one changes nothing. */
  private adopt(view: TicketView): void {
    const shown = this.current();
    if (shown?.id === view.id && shown.now > view.now) return;
    this.current.set(view);
  }

  private request(): string | undefined {
    const id = this.id();
    this.cursor.begin();
    return id === undefined ? undefined : this.path();
  }
}
