import { Component, computed, type ElementRef, inject, input, linkedSignal, signal, viewChild } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import {
  DOCUMENT_TYPES,
  type NoteVisibility,
  TICKET_FILE_MAX_BYTES,
  type TicketAuthor,
  type TicketFile,
  type TicketNote,
  type TicketView,
} from '@linewatch/shared';
import type { FailureCode } from '../../../core/http/failure';
import { Locale } from '../../../core/i18n/locale';
import { formatBytes } from '../../../ui/format/quantities';
import { InstantPipe } from '../../../ui/format/pipes';
import { Icon } from '../../../ui/icon/icon';
import { TicketStore } from './ticket-store';

/** One contribution: a text or a file. */
interface Said {
  readonly id: string;
  readonly at: string;
  readonly visibility: NoteVisibility;
  readonly author: TicketAuthor;
  readonly note?: TicketNote;
  readonly file?: TicketFile;
}

/**
 * What was said and handed over, oldest first, and the place to say more. What only the operator reads looks
 * different and says so, before and after it is written.
 */
@Component({
  selector: 'lw-ticket-talk',
  imports: [Icon, InstantPipe, TranslocoPipe],
  templateUrl: './ticket-talk.html',
  styleUrl: './ticket-talk.css',
})
export class TicketTalk {
  readonly ticket = input.required<TicketView>();

  protected readonly store = inject(TicketStore);
  protected readonly locale = inject(Locale);
  private readonly box = viewChild<ElementRef<HTMLInputElement>>('file');

  protected readonly endings = Object.keys(DOCUMENT_TYPES)
    .map((ending) => `.${ending}`)
    .join(',');
  protected readonly said = computed<Said[]>(() => {
    const { notes, files } = this.ticket();
    return [
      ...notes.map((note) => ({ ...note, note })),
      ...files.map((file) => ({ id: file.id, at: file.at, visibility: file.visibility, author: file.author, file })),
    ].sort((one, other) => one.at.localeCompare(other.at));
  });
  private readonly ticketId = computed(() => this.ticket().id);
  /** What is being typed stays until it was taken, whatever the ticket becomes meanwhile. */
  protected readonly typed = linkedSignal<string, string>({ source: this.ticketId, computation: () => '' });
  protected readonly visibility = signal<NoteVisibility>('CUSTOMER');
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  protected sizeOf({ bytes }: TicketFile): string {
    return formatBytes(bytes);
  }

  protected addressOf(file: TicketFile): string {
    return `/api/v1/ticket-files/${file.id}`;
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    const text = this.typed().trim();
    const file = this.box()?.nativeElement.files?.[0];
    this.refusal.set(undefined);
    if (file !== undefined && file.size > TICKET_FILE_MAX_BYTES) {
      this.refusal.set('request.body-too-large');
      return;
    }
    if (text !== '' && !(await this.told(() => this.store.note(text, this.visibility())))) return;
    // What was typed meanwhile is the next note.
    if (text !== '') this.typed.update((now) => (now.trim() === text ? '' : now));
    if (file === undefined || !(await this.told(() => this.store.addFile(file, this.visibility())))) return;
    const box = this.box();
    if (box !== undefined) box.nativeElement.value = '';
  }

  /** The refusal stands where the text was typed, not where the buttons are. */
  private async told(work: () => Promise<boolean>): Promise<boolean> {
    const isDone = await work();
    const code = this.store.refusal()?.code;
    if (!isDone && code !== undefined) {
      this.refusal.set(code);
      this.store.refusal.set(undefined);
    }
    return isDone;
  }
}
