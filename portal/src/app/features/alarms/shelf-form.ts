import { HttpClient } from '@angular/common/http';
import { Component, inject, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { ALARM_CODES, SEVERITIES, type ShelfForm } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Now } from '../../core/clock/now';
import { type FailureCode, toFailure } from '../../core/http/failure';

const HOUR_MS = 3_600_000;
const HOURS = [1, 4, 24, 168, 720] as const;

/** Makes a shelf that takes alarms of a kind, of a device or up to a severity. */
@Component({
  selector: 'lw-shelf-form',
  imports: [TranslocoPipe],
  template: `
    <section class="lw-card" aria-labelledby="shelf-heading">
      <h2 id="shelf-heading">{{ 'shelves.make' | transloco }}</h2>
      <form #form (submit)="save($event, form, name.value, reason.value, code.value, severity.value, hours.value)">
        <label>
          <span>{{ 'shelves.name' | transloco }}</span>
          <input #name class="lw-field" type="text" maxlength="80" required autocomplete="off" />
        </label>
        <label>
          <span>{{ 'alarms.reason' | transloco }}</span>
          <input #reason class="lw-field" type="text" maxlength="300" required autocomplete="off" />
        </label>
        <label>
          <span>{{ 'alarms.code' | transloco }}</span>
          <select #code class="lw-field">
            <option value="">{{ 'alarms.everyCode' | transloco }}</option>
            @for (each of codes; track each) {
              <option [value]="each">{{ 'alarmCode.' + each | transloco }}</option>
            }
          </select>
        </label>
        <label>
          <span>{{ 'shelves.severity' | transloco }}</span>
          <select #severity class="lw-field">
            <option value="">{{ 'shelves.everySeverity' | transloco }}</option>
            @for (each of severities; track each) {
              <option [value]="each">{{ 'severity.' + each | transloco }}</option>
            }
          </select>
        </label>
        <label>
          <span>{{ 'alarms.shelveFor' | transloco }}</span>
          <select #hours class="lw-field">
            @for (each of offered; track each) {
              <option [value]="each">{{ 'alarms.hours' | transloco: { hours: each } }}</option>
            }
          </select>
        </label>
        <button type="submit" class="lw-button" [disabled]="isBusy()">{{ 'shelves.save' | transloco }}</button>
      </form>
      @if (isTooWide()) {
        <p class="refused" role="alert">{{ 'shelves.needsOne' | transloco }}</p>
      }
      @if (refusal(); as code) {
        <p class="refused" role="alert">{{ 'error.' + code | transloco }}</p>
      }
    </section>
  `,
  styles: `
    form {
      display: flex;
      flex-wrap: wrap;
      gap: 10px 14px;
      align-items: end;
      margin-top: 8px;
    }
    label {
      display: grid;
      gap: 2px;
    }
    .refused {
      margin-top: 8px;
      padding: 8px 14px;
      border-left: 4px solid var(--lw-down);
      background: color-mix(in srgb, var(--lw-down) 8%, transparent);
    }
    @media (max-width: 800px) {
      label,
      .lw-field {
        width: 100%;
      }
    }
  `,
})
export class ShelfForms {
  readonly saved = output();

  private readonly http = inject(HttpClient);
  private readonly now = inject(Now);

  protected readonly codes = ALARM_CODES;
  protected readonly severities = SEVERITIES;
  protected readonly offered = HOURS;
  protected readonly isBusy = signal(false);
  /** A shelf without a criterion would silence the whole network. */
  protected readonly isTooWide = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  protected async save(
    event: Event,
    form: HTMLFormElement,
    ...[name, reason, code, severity, hours]: readonly [string, string, string, string, string]
  ): Promise<void> {
    event.preventDefault();
    this.isTooWide.set(code === '' && severity === '');
    if (this.isBusy() || this.isTooWide()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    const wish: ShelfForm = {
      name: name.trim(),
      reason: reason.trim(),
      criteria: {
        code: ALARM_CODES.find((known) => known === code) ?? null,
        severityUpTo: SEVERITIES.find((known) => known === severity) ?? null,
        ...{ objectType: null, objectId: null, deviceId: null, circuitId: null },
      },
      untilMs: this.now.ms() + Number(hours) * HOUR_MS,
      version: null,
    };
    try {
      await firstValueFrom(this.http.post('/api/v1/alarm-shelves', wish));
      form.reset();
      this.saved.emit();
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
    }
  }
}
