import { Component, computed, inject, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { SessionItem } from '@linewatch/shared';
import { type Failure, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';
import { AccountStore } from './account-store';
import { deviceOf } from './device-of';

/** Where the person is signed in, and how to end it. */
@Component({
  selector: 'lw-sessions-section',
  imports: [InstantPipe, Table, TableColumn, TranslocoPipe],
  template: `
    <section class="lw-card" aria-labelledby="sessions-heading">
      <h2 id="sessions-heading">{{ 'account.sessions' | transloco }}</h2>
      @if (items().length > 0) {
        <lw-table [rows]="items()" [caption]="'account.sessions' | transloco" [identify]="identify">
          <ng-template [lwColumn]="items()" name="device" [label]="'account.device' | transloco" let-item>
            <strong>{{ device(item.userAgent) }}</strong>
            @if (item.isCurrent) {
              &ngsp;<span class="lw-muted">{{ 'account.thisSession' | transloco }}</span>
            }
          </ng-template>
          <ng-template [lwColumn]="items()" name="address" [label]="'account.address' | transloco" let-item>
            <span class="lw-code">{{ item.address }}</span>
          </ng-template>
          <ng-template [lwColumn]="items()" name="seen" [label]="'account.lastSeen' | transloco" let-item>
            {{ item.lastSeenAt | lwInstant: locale.language() : locale.zone() : 'minute' }}
          </ng-template>
          <ng-template [lwColumn]="items()" name="begun" [label]="'account.begun' | transloco" let-item>
            {{ item.createdAt | lwInstant: locale.language() : locale.zone() : 'minute' }}
          </ng-template>
          <ng-template [lwColumn]="items()" name="act" [label]="'account.act' | transloco" let-item>
            @if (!item.isCurrent) {
              <button type="button" class="lw-button" (click)="end(item)">{{ 'account.end' | transloco }}</button>
            } @else {
              —
            }
          </ng-template>
        </lw-table>
      }
      @if (items().length > 1) {
        <div class="acts">
          <button type="button" class="lw-button" (click)="endOthers()">{{ 'account.endOthers' | transloco }}</button>
        </div>
      }
      @if (refusal(); as failure) {
        <p class="refused" role="alert">{{ 'error.' + failure.code | transloco }}</p>
      }
    </section>
  `,
  styleUrl: '../../ui/form/form.css',
})
export class SessionsSection {
  private readonly store = inject(AccountStore);
  protected readonly locale = inject(Locale);
  protected readonly device = deviceOf;
  protected readonly refusal = signal<Failure | undefined>(undefined);
  protected readonly items = computed(() => (this.store.sessions.hasValue() ? this.store.sessions.value().items : []));
  protected readonly identify = (item: SessionItem): string => item.id;

  protected async end({ id }: SessionItem): Promise<void> {
    await this.attempt(() => this.store.end(id));
  }

  protected async endOthers(): Promise<void> {
    await this.attempt(() => this.store.endOthers());
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.refusal.set(undefined);
    try {
      await work();
    } catch (error) {
      this.refusal.set(toFailure(error));
    }
  }
}
