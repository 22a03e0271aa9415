import { afterNextRender, Component, computed, ElementRef, inject, Injector, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import type { SlaLedger, SlaPiece } from '@linewatch/shared';
import { Locale } from '../../core/i18n/locale';
import { DurationPipe, InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';
import { PieceEvidence } from './piece-evidence';

/** Every stretch of a month that was not up; each opens to what it rests on. */
@Component({
  selector: 'lw-pieces-card',
  imports: [DurationPipe, EmptyNotice, InstantPipe, PieceEvidence, RouterLink, Table, TableColumn, TranslocoPipe],
  templateUrl: './pieces-card.html',
  styleUrl: './sla.css',
})
export class PiecesCard {
  protected readonly locale = inject(Locale);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly injector = inject(Injector);
  readonly view = input.required<SlaLedger>();

  private readonly openedKey = signal<string | undefined>(undefined);
  protected readonly opened = computed(() => this.view().pieces.find((piece) => keyOf(piece) === this.openedKey()));
  /** What tickets say today of outages that nobody judged; the month itself says nothing of it. */
  protected readonly byTicket = computed(() => new Map(this.view().byTicket.map((word) => [word.outageId, word])));
  protected readonly identify = keyOf;

  protected open(piece: SlaPiece): void {
    this.openedKey.set(keyOf(piece));
    // Whoever reads by ear, or on a phone, has to be where the answer is.
    afterNextRender(
      () => {
        const heading = this.host.nativeElement.querySelector<HTMLElement>('#evidence-heading');
        heading?.focus({ preventScroll: true });
        heading?.scrollIntoView({ block: 'nearest' });
      },
      { injector: this.injector },
    );
  }
}

function keyOf({ from, kind }: SlaPiece): string {
  return `${from} ${kind}`;
}
