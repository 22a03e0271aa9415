import { Component, computed, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';

/** What has words of its own; the rest is shown as it is. */
const KNOWN: readonly string[] = [
  ...['answer-unreadable', 'bounced', 'connection', 'daily-limit', 'gone', 'no-address', 'not-public'],
  ...['switched-off', 'timeout', 'url-refused'],
];
/** Codes that carry what the other side said. */
const SAID = /^(http|errcode)-(.+)$/;

interface Words {
  readonly key: string;
  readonly code: string;
}

/** Why something did not arrive, in words. */
@Component({
  selector: 'lw-delivery-failure',
  imports: [TranslocoPipe],
  template: `
    @if (words(); as said) {
      {{ 'toldFailure.' + said.key | transloco: { code: said.code } }}
    } @else {
      <code>{{ code() }}</code>
    }
  `,
})
export class DeliveryFailure {
  readonly code = input.required<string>();
  protected readonly words = computed((): Words | undefined => {
    const code = this.code();
    const [, key, said] = SAID.exec(code) ?? [];
    if (key !== undefined && said !== undefined) return { key, code: said };
    return KNOWN.includes(code) ? { key: code, code } : undefined;
  });
}
