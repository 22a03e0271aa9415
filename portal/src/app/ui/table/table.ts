import { NgTemplateOutlet } from '@angular/common';
import {
  afterNextRender,
  Component,
  computed,
  contentChildren,
  DestroyRef,
  ElementRef,
  inject,
  input,
  output,
  signal,
} from '@angular/core';
import { MatTableModule } from '@angular/material/table';
import { Icon } from '../icon/icon';
import { TableColumn } from './table-column';

/** More rows than any screen shows. */
const FIRST_SCREEN = 40;

/** What a table is sorted by. */
export interface TableSort {
  readonly key: string;
  readonly order: 'asc' | 'desc';
}

/**
 * The one table: caption, sticky header, headers that sort, cards on a phone. A row is opened by the link in its
 * cells: the link named `row-link` covers the whole row, and arrow keys move from one to the next.
 */
@Component({
  selector: 'lw-table',
  imports: [Icon, MatTableModule, NgTemplateOutlet],
  host: { '(keydown.arrowDown)': 'step($event, 1)', '(keydown.arrowUp)': 'step($event, -1)' },
  templateUrl: './table.html',
  styleUrl: './table.css',
})
export class Table<T> {
  readonly rows = input.required<readonly T[]>();
  /** Said to readers, not shown. */
  readonly caption = input.required<string>();
  readonly identify = input.required<(row: T) => string>();
  readonly rowClass = input<(row: T) => string>(() => '');
  readonly sorted = input<TableSort>();
  readonly sortChange = output<TableSort>();

  private readonly destroyed = inject(DestroyRef);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  protected readonly columns = contentChildren<TableColumn<T>>(TableColumn);
  protected readonly names = computed(() => this.columns().map((column) => column.name()));
  private readonly isPainted = signal(false);
  /** The first screen at once and the rest right after: a list of 500 would keep the reader waiting for all of it. */
  protected readonly source = computed(() => this.rows().slice(0, this.isPainted() ? undefined : FIRST_SCREEN));
  protected readonly track = computed(() => {
    const identify = this.identify();
    return (_index: number, row: T) => identify(row);
  });

  constructor() {
    afterNextRender(() => {
      const timer = setTimeout(() => {
        this.isPainted.set(true);
      });
      this.destroyed.onDestroy(() => {
        clearTimeout(timer);
      });
    });
  }

  protected ariaSort(column: TableColumn<T>): 'ascending' | 'descending' | null {
    const sorted = this.sorted();
    if (sorted === undefined || column.sort() !== sorted.key) return null;
    return sorted.order === 'asc' ? 'ascending' : 'descending';
  }

  protected press(key: string): void {
    const sorted = this.sorted();
    const order = sorted?.key === key && sorted.order === 'asc' ? 'desc' : 'asc';
    this.sortChange.emit({ key, order });
  }

  protected step(event: Event, by: 1 | -1): void {
    const links = [...this.host.querySelectorAll<HTMLElement>('a.row-link')];
    const at = links.findIndex((link) => link === document.activeElement);
    const next = at < 0 ? undefined : links[at + by];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  }
}
