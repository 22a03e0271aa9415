import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import {
  MadeNoticeRoom,
  NOTICE_KINDS,
  type NoticeKind,
  ROOM_TYPES,
  type RoomType,
  SEVERITIES,
  type Severity,
} from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { KIND_TOPICS } from './kind-topics';

/** What most want a room to hear. */
const USUAL: readonly NoticeKind[] = ['fault.raised', 'fault.cleared', 'work.announced', 'ticket.restored'];

/** Enters a webhook or the robot of a chat. */
@Component({
  selector: 'lw-room-form',
  imports: [TranslocoPipe],
  templateUrl: './room-form.html',
  styleUrl: './notices.css',
})
export class RoomForm {
  /** With what was made, if anything was. */
  readonly closed = output<MadeNoticeRoom | undefined>();

  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  protected readonly types = ROOM_TYPES;
  protected readonly severities = SEVERITIES;
  protected readonly topics = KIND_TOPICS;
  /** A customer's own people have one; a room that staff enter belongs to their own groups. */
  protected readonly customers = computed(() => this.session.view()?.customers ?? []);
  protected readonly type = signal<RoomType>('webhook');
  protected readonly language = signal<'zh-CN' | 'en'>(this.locale.language());
  protected readonly leastSeverity = signal<Severity>('minor');
  protected readonly kinds = signal<readonly NoticeKind[]>(USUAL);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);
  protected readonly isSending = signal(false);

  protected chooseType(value: string): void {
    this.type.set(ROOM_TYPES.find((type) => type === value) ?? 'webhook');
  }

  protected chooseLanguage(value: string): void {
    this.language.set(value === 'en' ? 'en' : 'zh-CN');
  }

  protected chooseSeverity(value: string): void {
    this.leastSeverity.set(SEVERITIES.find((severity) => severity === value) ?? 'minor');
  }

  protected tick(kind: NoticeKind, isTold: boolean): void {
    this.kinds.update((before) => NOTICE_KINDS.filter((each) => (each === kind ? isTold : before.includes(each))));
  }

  protected async send(event: Event, name: string, url: string, secret: string): Promise<void> {
    event.preventDefault();
    if (this.isSending()) return;
    this.isSending.set(true);
    this.refusal.set(undefined);
    const [customer] = this.customers();
    const body = {
      ...{ type: this.type(), name, url, kinds: this.kinds(), leastSeverity: this.leastSeverity() },
      ...{ reach: { type: 'all' }, language: this.language() },
      ...(secret !== '' && { secret }),
      ...(customer !== undefined && { customerId: customer.id }),
    };
    try {
      this.closed.emit(answerOf(MadeNoticeRoom)(await firstValueFrom(this.http.post('/api/v1/notice-rooms', body))));
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isSending.set(false);
    }
  }
}
