import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import {
  MadeNoticeRoom,
  NOTICE_KINDS,
  type NoticeKind,
  type NoticeReach,
  NoticeRoomView,
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
import { isChosen, ReachFields } from './reach-fields';

const URL = '/api/v1/notice-rooms';

/** What most want a room to hear. */
const USUAL: readonly NoticeKind[] = ['fault.raised', 'fault.cleared', 'work.announced', 'ticket.restored'];

/** Enters a webhook or the robot of a chat, or changes one. */
@Component({
  selector: 'lw-room-form',
  imports: [ReachFields, TranslocoPipe],
  templateUrl: './room-form.html',
  styleUrl: './notices.css',
})
export class RoomForm {
  /** That which is changed; without it a new one is entered. */
  readonly room = input<NoticeRoomView>();
  /** With what was made or changed, if anything was. */
  readonly closed = output<MadeNoticeRoom | undefined>();

  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  protected readonly types = ROOM_TYPES;
  protected readonly severities = SEVERITIES;
  protected readonly topics = KIND_TOPICS;
  /** A customer's own people have one; a room that staff enter belongs to their own groups. */
  protected readonly customers = computed(() => this.session.view()?.customers ?? []);
  protected readonly type = linkedSignal<RoomType>(() => this.room()?.type ?? 'webhook');
  protected readonly language = linkedSignal<'zh-CN' | 'en'>(() => this.room()?.language ?? this.locale.language());
  protected readonly leastSeverity = linkedSignal<Severity>(() => this.room()?.leastSeverity ?? 'minor');
  protected readonly kinds = linkedSignal<readonly NoticeKind[]>(() => this.room()?.kinds ?? USUAL);
  protected readonly reach = linkedSignal<NoticeReach>(() => this.room()?.reach ?? { type: 'all' });
  protected readonly isWhole = computed(() => this.kinds().length > 0 && isChosen(this.reach()));
  protected readonly urlHint = computed(() => {
    if (this.room() !== undefined) return 'told.urlKept';
    return this.type() === 'webhook' ? 'told.urlHintSigned' : 'told.urlHint';
  });
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
    const asked = {
      ...{ name, kinds: this.kinds(), leastSeverity: this.leastSeverity(), reach: this.reach() },
      ...{ language: this.language(), ...(url !== '' && { url }), ...(secret !== '' && { secret }) },
    };
    const room = this.room();
    try {
      this.closed.emit(room === undefined ? await this.make(asked) : await this.change(room, asked));
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isSending.set(false);
    }
  }

  private async make(asked: object): Promise<MadeNoticeRoom> {
    const [customer] = this.customers();
    const body = { ...asked, type: this.type(), ...(customer !== undefined && { customerId: customer.id }) };
    return answerOf(MadeNoticeRoom)(await firstValueFrom(this.http.post(URL, body)));
  }

  private async change({ id, isEnabled, version }: NoticeRoomView, asked: object): Promise<MadeNoticeRoom> {
    const answer = await firstValueFrom(this.http.put(`${URL}/${id}`, { ...asked, isEnabled, version }));
    return { room: answerOf(NoticeRoomView)(answer), secret: null };
  }
}
