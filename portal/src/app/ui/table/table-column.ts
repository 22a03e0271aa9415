import { Directive, inject, input, TemplateRef } from '@angular/core';

/**
 * One column of a `lw-table`: `<ng-template [lwColumn]="rows()" name="site" [label]="…" let-row>cell</ng-template>`.
 * The rows are given again only so that the compiler knows the type of `let-row`.
 */
@Directive({ selector: 'ng-template[lwColumn]' })
export class TableColumn<T> {
  readonly lwColumn = input.required<readonly T[]>();
  readonly name = input.required<string>();
  readonly label = input.required<string>();
  /** Sort key that a press on the header asks for; none: not sortable. */
  readonly sort = input<string>();
  readonly numeric = input(false);
  /** Left out of the cards on a phone, where another cell says the same. */
  readonly wideOnly = input(false);

  readonly template = inject<TemplateRef<{ $implicit: T }>>(TemplateRef);

  static ngTemplateContextGuard<T>(_column: TableColumn<T>, context: unknown): context is { $implicit: T } {
    return context !== undefined;
  }
}
