import { Component, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { TotpOffer } from '@linewatch/shared';
import { QrCode } from '../qr-code/qr-code';

/** A secret as a code to scan and as text to type. */
@Component({
  selector: 'lw-totp-offer',
  imports: [QrCode, TranslocoPipe],
  template: `
    <p>{{ 'factor.scan' | transloco }}</p>
    <lw-qr-code [text]="offer().uri" [label]="'factor.qrCode' | transloco" />
    <p class="lw-muted">
      {{ 'factor.typeKey' | transloco }} <code data-totp-secret>{{ offer().secret }}</code>
    </p>
  `,
  styles: `
    :host {
      display: grid;
      gap: 12px;
    }
    code {
      color: var(--lw-text);
      font-family: ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', monospace;
      overflow-wrap: anywhere;
    }
  `,
})
export class TotpOfferView {
  readonly offer = input.required<TotpOffer>();
}
