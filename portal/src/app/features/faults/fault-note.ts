import { HttpClient } from '@angular/common/http';
import { Component, inject, input, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { FaultNoteForm } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../core/auth/session';
import { type FailureCode, toFailure } from '../../core/http/failure';

/** A word to the other side; the operator's people may also write one for themselves. */
@Component({
  selector: 'lw-fault-note',
  imports: [TranslocoPipe],
  template: `
    <form (submit)="send($event)">
      <label for="note">{{ 'faults.note' | transloco }}</label>
      <textarea
        #box
        id="note"
        class="lw-field"
        rows="3"
        maxlength="2000"
        required
        [value]="text()"
        (input)="text.set(box.value)"
        [attr.aria-invalid]="refusal() !== undefined"
        aria-describedby="note-said"
      ></textarea>
      <span id="note-said">
        @if (refusal(); as code) {
          <span class="wrong" role="alert">{{ 'error.' + code | transloco }}</span>
        }
      </span>
      <div class="acts">
        @if (session.isStaff()) {
          <label class="inside">
            <input type="checkbox" [checked]="isInternal()" (change)="isInternal.set(!isInternal())" />
            {{ 'faults.internal' | transloco }}
          </label>
        }
        <button type="submit" class="lw-button" [disabled]="isBusy() || text().trim() === ''">
          {{ (isInternal() ? 'faults.keepNote' : 'faults.sendNote') | transloco }}
        </button>
      </div>
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: 6px;
      margin-top: 14px;
    }
    label {
      font-weight: 600;
    }
    textarea {
      width: 100%;
      font: inherit;
      color: inherit;
      resize: vertical;
    }
    .acts {
      display: flex;
      flex-wrap: wrap;
      gap: 8px 18px;
      align-items: center;
    }
    .inside {
      display: inline-flex;
      gap: 8px;
      align-items: center;
      min-height: 32px;
      font-weight: 400;
    }
    .wrong {
      color: var(--lw-down);
    }
  `,
})
export class FaultNote {
  readonly faultId = input.required<string>();
  readonly written = output();

  protected readonly session = inject(Session);
  private readonly http = inject(HttpClient);

  protected readonly text = signal('');
  protected readonly isInternal = signal(false);
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  /** The words stay in the box until they are kept. */
  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    const note: FaultNoteForm = { text: this.text().trim(), audience: this.isInternal() ? 'INTERNAL' : 'BOTH' };
    try {
      await firstValueFrom(this.http.post(`/api/v1/faults/${encodeURIComponent(this.faultId())}/notes`, note));
      this.text.set('');
      this.written.emit();
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
    }
  }
}
