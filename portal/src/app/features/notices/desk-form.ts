import { HttpClient } from '@angular/common/http';
import { Component, inject, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { DESK_EVENTS, DESK_VERSIONS, type DeskEventType, type DeskVersion, MadeDeskHub } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';

/** Lays down where a customer's own service desk is told of its tickets. */
@Component({
  selector: 'lw-desk-form',
  imports: [TranslocoPipe],
  template: `
    <section class="lw-card" aria-labelledby="desk-heading">
      <form class="stack" (submit)="send($event, callback.value)">
        <h2 id="desk-heading">{{ 'desk.register' | transloco }}</h2>
        <div class="row">
          <label for="desk-callback">{{ 'desk.callback' | transloco }}</label>
          <input
            #callback
            id="desk-callback"
            class="lw-field"
            type="url"
            required
            maxlength="1000"
            autocomplete="off"
            size="48"
            placeholder="https://"
            aria-describedby="desk-hint"
          />
        </div>
        <p id="desk-hint" class="lw-muted">{{ 'desk.callbackHint' | transloco }}</p>
        <div class="row">
          <label for="desk-version">{{ 'desk.version' | transloco }}</label>
          <select #versionSelect id="desk-version" class="lw-field" (change)="chooseVersion(versionSelect.value)">
            @for (each of versions; track each) {
              <option [value]="each" [selected]="version() === each">TMF621 {{ each }}</option>
            }
          </select>
        </div>
        <fieldset>
          <legend>{{ 'desk.eventsOf' | transloco }}</legend>
          <div class="ticks">
            @for (each of all; track each) {
              <label>
                <input #box type="checkbox" [checked]="events().includes(each)" (change)="tick(each, box.checked)" />
                {{ 'deskEvent.' + each | transloco }}
              </label>
            }
          </div>
        </fieldset>
        @if (refusal(); as code) {
          <p class="lw-card refused" role="alert">{{ 'error.' + code | transloco }}</p>
        }
        <div class="acts">
          <button type="submit" class="lw-button main" [disabled]="isSending() || events().length === 0">
            {{ 'desk.make' | transloco }}
          </button>
          <button type="button" class="lw-button" (click)="closed.emit(undefined)">
            {{ 'users.cancel' | transloco }}
          </button>
        </div>
      </form>
    </section>
  `,
  styleUrl: './notices.css',
})
export class DeskForm {
  /** With what was registered, if anything was. */
  readonly closed = output<MadeDeskHub | undefined>();

  private readonly http = inject(HttpClient);
  protected readonly versions = DESK_VERSIONS;
  protected readonly all = DESK_EVENTS;
  protected readonly version = signal<DeskVersion>('v4');
  protected readonly events = signal<readonly DeskEventType[]>(DESK_EVENTS);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);
  protected readonly isSending = signal(false);

  protected chooseVersion(value: string): void {
    this.version.set(DESK_VERSIONS.find((version) => version === value) ?? 'v4');
  }

  protected tick(event: DeskEventType, isTold: boolean): void {
    this.events.update((before) => DESK_EVENTS.filter((each) => (each === event ? isTold : before.includes(each))));
  }

  protected async send(submitted: Event, callback: string): Promise<void> {
    submitted.preventDefault();
    if (this.isSending()) return;
    this.isSending.set(true);
    this.refusal.set(undefined);
    const named = this.events();
    const body = { callback, ...(named.length < DESK_EVENTS.length && { query: `eventType=${named.join(',')}` }) };
    try {
      const answer = await firstValueFrom(this.http.post(`/api/v1/tmf621/${this.version()}/hub`, body));
      this.closed.emit(answerOf(MadeDeskHub)(answer));
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isSending.set(false);
    }
  }
}
