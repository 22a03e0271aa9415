import { Component, input, resource } from '@angular/core';

/** A QR code, drawn here: what it says leaves the page by the camera alone. */
@Component({
  selector: 'lw-qr-code',
  template: `
    @if (drawn.hasValue()) {
      <svg role="img" [attr.aria-label]="label()" [attr.viewBox]="drawn.value().box">
        <path [attr.d]="drawn.value().path" />
      </svg>
    }
  `,
  styles: `
    :host {
      display: block;
      width: min(220px, 100%);
      aspect-ratio: 1;
    }
    svg {
      width: 100%;
      height: 100%;
      border-radius: 8px;
      /* Dark on light in both themes: cameras read it no other way. */
      background: #fff;
      fill: #000;
      shape-rendering: crispEdges;
    }
  `,
})
export class QrCode {
  readonly text = input.required<string>();
  readonly label = input.required<string>();

  protected readonly drawn = resource({
    params: () => this.text(),
    loader: async ({ params }) => {
      const { qrPath } = await import('./qr-path');
      return qrPath(params);
    },
  });
}
