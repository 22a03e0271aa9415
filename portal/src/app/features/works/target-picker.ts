import { HttpClient } from '@angular/common/http';
import { Component, inject, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { CarryingPorts, CircuitPage, DevicePage, type NamedTarget } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';

const OFFERED = 10;

/** Finds what a work is done at by a word of its name or code. */
@Component({
  selector: 'lw-target-picker',
  imports: [TranslocoPipe],
  template: `
    <div class="acts">
      <input
        #device
        class="lw-field"
        type="search"
        maxlength="80"
        [attr.aria-label]="'works.findDevice' | transloco"
        [placeholder]="'works.findDevice' | transloco"
        (change)="findDevices(device.value)"
        (keydown.enter)="$event.preventDefault(); findDevices(device.value)"
      />
      <input
        #circuit
        class="lw-field"
        type="search"
        maxlength="80"
        [attr.aria-label]="'works.findCircuit' | transloco"
        [placeholder]="'works.findCircuit' | transloco"
        (change)="findCircuits(circuit.value)"
        (keydown.enter)="$event.preventDefault(); findCircuits(circuit.value)"
      />
    </div>
    @if (refused(); as code) {
      <p role="alert">{{ 'error.' + code | transloco }}</p>
    }
    <ul class="records" aria-live="polite">
      @for (target of found(); track target.kind + target.id) {
        <li>
          <span class="lw-code">{{ target.name }}</span>
          <button type="button" class="lw-button" (click)="picked.emit(target)">
            {{ 'works.add' | transloco }}<span class="lw-hidden"> {{ target.name }}</span>
          </button>
          @if (target.kind === 'device') {
            <button type="button" class="lw-button" (click)="findPorts(target)">
              {{ 'works.ports' | transloco }}<span class="lw-hidden"> {{ target.name }}</span>
            </button>
          }
        </li>
      }
    </ul>
  `,
  styleUrl: './works.css',
})
export class TargetPicker {
  readonly picked = output<NamedTarget>();

  private readonly http = inject(HttpClient);
  protected readonly found = signal<readonly NamedTarget[]>([]);
  protected readonly refused = signal<FailureCode | undefined>(undefined);

  protected findDevices(q: string): Promise<void> {
    return this.search(q, '/api/v1/devices', (body) =>
      answerOf(DevicePage)(body).items.map(({ id, code, name }) => ({ kind: 'device', id, name: `${code} ${name}` })),
    );
  }

  protected findCircuits(q: string): Promise<void> {
    return this.search(q, '/api/v1/circuits', (body) =>
      answerOf(CircuitPage)(body).items.map(({ id, code, name }) => ({ kind: 'circuit', id, name: `${code} ${name}` })),
    );
  }

  /** The ports of a device at which circuits end: a work at one of them spares the others. */
  protected findPorts({ id, name: device }: NamedTarget): Promise<void> {
    return this.find(`/api/v1/devices/${encodeURIComponent(id)}/ports`, {}, (body) =>
      answerOf(CarryingPorts)(body).items.map(({ id: port, name }) => ({
        kind: 'port',
        id: String(port),
        name: `${device} ${name}`,
      })),
    );
  }

  private async search(q: string, path: string, read: (body: unknown) => NamedTarget[]): Promise<void> {
    this.refused.set(undefined);
    if (q.trim() !== '') await this.find(path, { q: q.trim(), limit: OFFERED }, read);
  }

  private async find(
    path: string,
    params: Readonly<Record<string, string | number>>,
    read: (body: unknown) => NamedTarget[],
  ): Promise<void> {
    this.refused.set(undefined);
    try {
      this.found.set(read(await firstValueFrom(this.http.get<unknown>(path, { params }))));
    } catch (error) {
      this.refused.set(toFailure(error).code);
    }
  }
}
