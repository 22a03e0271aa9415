import { NgTemplateOutlet } from '@angular/common';
import { Component, computed, input, linkedSignal, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { changedMeanwhile, groupsOf, reasonKey, type RecordField, type RecordValues } from './record-field';

/** Why a record was not saved. */
export interface RecordRefusal {
  /** Key of the sentence. */
  readonly text: string;
  /** Reasons by field. */
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * A form for one record. Where somebody else saved it meanwhile, what is another now stands above the form and what the
 * person typed stays in it.
 */
@Component({
  selector: 'lw-record-form',
  imports: [NgTemplateOutlet, TranslocoPipe],
  templateUrl: './record-form.html',
  styleUrl: '../form/form.css',
})
export class RecordForm {
  /** Begins the ids of its inputs; one form of a page differs from the next. */
  readonly name = input.required<string>();
  readonly heading = input.required<string>();
  readonly fields = input.required<readonly RecordField[]>();
  /** The record as the server has it. */
  readonly record = input<RecordValues>({});
  readonly refusal = input<RecordRefusal>();
  readonly isBusy = input(false);
  readonly saved = output<RecordValues>();
  readonly closed = output();
  /** One field as it was just typed or chosen: what is offered in others may follow from it. */
  readonly typed = output<{ readonly name: string; readonly value: string }>();

  protected readonly groups = computed(() => groupsOf(this.fields()));
  /** The record as it was when the form was opened. */
  private readonly begun = signal<RecordValues | undefined>(undefined);
  protected readonly start = linkedSignal<RecordValues, RecordValues>({
    source: () => this.record(),
    computation: (record, previous) => previous?.value ?? record,
  });
  protected readonly changes = computed(() =>
    changedMeanwhile(this.fields(), this.begun() ?? this.start(), this.record()),
  );

  /** Key of what is wrong with a field; undefined where nothing is. */
  protected wrongWith({ name }: RecordField): string | undefined {
    const reason = this.refusal()?.fields[name];
    return reason === undefined ? undefined : reasonKey(reason);
  }

  protected send(event: Event, form: HTMLFormElement): void {
    event.preventDefault();
    const data = new FormData(form);
    const typed = this.fields().map(({ name }) => [name, textOf(data.get(name))] as const);
    this.begun.set(this.record());
    this.saved.emit(Object.fromEntries(typed));
  }
}

function textOf(value: FormDataEntryValue | null): string {
  return typeof value === 'string' ? value.trim() : '';
}
