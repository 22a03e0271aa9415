import { Component, computed, effect, type ElementRef, inject, input, output, signal, viewChild } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { type AlarmAct, type AlarmView } from '@linewatch/shared';
import { Session } from '../../core/auth/session';
import { Now } from '../../core/clock/now';
import { AlarmActing, type AskingAct } from './alarm-acting';

const HOUR_MS = 3_600_000;
/** How long alarms are put aside for. */
const SHELF_HOURS = [1, 4, 24, 168] as const;
const ASKING: readonly AskingAct[] = ['shelve', 'comment', 'close'];
const PLAIN = ['acknowledge', 'unacknowledge', 'unshelve'] as const;

/** The buttons of what can be done with some alarms, and what an act asks for before it is done. */
@Component({
  selector: 'lw-alarm-acts',
  imports: [TranslocoPipe],
  templateUrl: './alarm-acts.html',
  styleUrl: './alarm-acts.css',
})
export class AlarmActBar {
  readonly alarms = input.required<readonly AlarmView[]>();
  /** Something was done, or nearly: read again. */
  readonly done = output();

  protected readonly acting = inject(AlarmActing);
  protected readonly session = inject(Session);
  private readonly now = inject(Now);

  protected readonly plain = PLAIN;
  protected readonly asks = ASKING;
  protected readonly hoursOffered = SHELF_HOURS;
  /** The act that was pressed and asks for more. */
  protected readonly asking = signal<AskingAct | undefined>(undefined);
  /** A standing alarm is closed by force, and then the reason is wanted. */
  protected readonly isForced = computed(() => this.alarms().some(({ isCleared }) => !isCleared));
  private readonly text = viewChild<ElementRef<HTMLInputElement>>('text');
  private readonly possible = computed(() => new Set(this.alarms().flatMap(({ actions }) => actions)));

  constructor() {
    // Whoever pressed a key goes on typing.
    effect(() => this.text()?.nativeElement.focus());
  }

  protected may(act: AlarmAct): boolean {
    return this.possible().has(act);
  }

  /** Asks for what the act needs; from outside by a key. */
  ask(act: AskingAct): void {
    if (this.may(act)) this.asking.set(act);
  }

  async plainly(act: (typeof PLAIN)[number]): Promise<void> {
    if (!this.may(act)) return;
    await this.acting.act({ act }, this.alarms());
    this.done.emit();
  }

  async assign(toMe: boolean): Promise<void> {
    if (!this.may('assign')) return;
    await this.acting.assign(this.alarms(), toMe);
    this.done.emit();
  }

  protected async confirm(event: Event, text: string, hours: string): Promise<void> {
    event.preventDefault();
    const act = this.asking();
    if (act === undefined) return;
    if (await this.acting.act(this.wishOf(act, text.trim(), Number(hours)), this.alarms())) this.asking.set(undefined);
    this.done.emit();
  }

  private wishOf(act: AskingAct, text: string, hours: number): Parameters<AlarmActing['act']>[0] {
    switch (act) {
      case 'shelve':
        return { act, reason: text, untilMs: this.now.ms() + hours * HOUR_MS };
      case 'comment':
        return { act, text };
      case 'close':
        return { act, ...(text !== '' && { reason: text }) };
    }
  }
}
